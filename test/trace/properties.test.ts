import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { judgePath, parseReceived, readTrace } from '../../src/index.js';
import { canonicalAddress } from '../../src/trace/address/address.js';
import { normaliseHost } from '../../src/trace/address/host-name.js';

const words = [
  ...['from', 'by', 'via', 'with', 'id', 'for', 'tls', 'envelope-from', 'gato1.sndsy.ru', 'mx.example.net', 'ESMTPS'],
  ...['(', ')', '[', ']', '"', '\\', ';', '<', '>', '@', ',', ':', '=', '\t', '\r\n ', '\r', '\0', '\u0443', '\uff47'],
  ...['[185.138.182.7]', '(x [203.0.113.9])', '[IPv6:::1]', '(HELO x)', 'helo=x', '(Postfix)', '(Exim 4.98)', '-0000'],
];
const soup = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom('', ' ')), { maxLength: 40 })
  .map((pairs) => pairs.flat().join(''));
const anything = fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 200 }));

describe('whatever the field holds', () => {
  test('it is read, and every token stands where the hop says', () => {
    fc.assert(
      fc.property(anything, (field) => {
        const { from, by, spans } = parseReceived(field);
        const at = (span: { start: number; end: number } | undefined) => span && field.slice(span.start, span.end);
        const { address, reverseName } = from?.tcpInfo ?? {};
        return (
          Object.values(spans).every((span) => !span || span.start <= span.end) &&
          canonicalAddress(at(spans.address) ?? '') === address &&
          (reverseName === undefined || normaliseHost(at(spans.reverseName) ?? '') === reverseName) &&
          (from?.ehloName === undefined || at(spans.ehloName)?.includes(from.ehloName) === true) &&
          (by.name === undefined || spans.by !== undefined)
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('folding it at its spaces changes nothing', () => {
    const told = (field: string) =>
      JSON.stringify({ ...parseReceived(field), spans: undefined, notUnderstood: undefined });
    fc.assert(
      fc.property(soup, fc.constantFrom('\r\n\t', '\n ', '\r\n   '), (field, fold) => {
        const flat = field.replaceAll('\r\n ', ' ');
        return told(flat) === told(flat.replaceAll(' ', fold));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the client decides nothing', () => {
  const claim = fc.oneof(anything, fc.domain()).map((text) => text.replaceAll(/[ \r\n\t\v\f]/g, ''));
  const forged = 'from gato1.sndsy.ru (gato1.sndsy.ru [185.138.182.7]) by mx.example.net (Postfix) with ESMTP id 1';
  const relays = [{ name: 's', kind: 'preset' as const, hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] }];

  test.each<[string, (name: string) => string]>([
    ['Postfix', (name) => `from ${name} (unknown [203.0.113.9]) by mx.example.net (Postfix) with ESMTP id 1`],
    ['Haraka', (name) => `from ${name} ([203.0.113.9]) by mx.example.net (Haraka/3.0.5) with ESMTP id 1`],
    ['Exim', (name) => `from a.example ([203.0.113.9] helo=${name}) by mx.example.net with esmtp (Exim 4.98)`],
    ['Exchange', (name) => `from ${name} (203.0.113.9) by mx.example.net (10.0.0.1) with Microsoft SMTP Server id 15`],
    ['qmail', (name) => `from a.example (HELO ${name}) (203.0.113.9) by mx.example.net with SMTP`],
    ['Yahoo', (name) => `from 203.0.113.9 (EHLO ${name}) by mx.example.net with SMTPs`],
    ['any', (name) => `from ${name} (a.example [203.0.113.9]) by mx.example.net with ESMTP`],
  ])('%s: whatever it calls itself, it is 203.0.113.9 or nobody, and never confirmed', (_writer, line) => {
    fc.assert(
      fc.property(claim, fc.constantFrom([], [{ kind: 'name' as const, by: 'mx.example.net' }]), (name, receivers) => {
        const hop = parseReceived(line(name));
        const address = hop.from?.tcpInfo.address;
        const isTold = hop.ambiguous || address === undefined || address === '203.0.113.9';
        const trace = readTrace(Buffer.from(`Received: ${line(name)}\r\nReceived: ${forged}\r\nSubject: x\r\n\r\n`));
        return isTold && (trace.kind !== 'email' || judgePath(trace, { receivers, relays }).verdict !== 'confirmed');
      }),
      {
        numRuns: 300,
        examples: [
          [')[IPv6:::1](', []],
          [')[185.138.182.7];', []],
          [')[IPv6:::1](Postfix);by(', []],
        ],
      },
    );
  });
});
