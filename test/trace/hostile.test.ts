import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { judgePath, parseReceived, readTrace } from '../../src/index.js';
import { cpuMs } from '../support/cpu-ms.js';

const from = 'from x.example (y.example [203.0.113.9])';
const by = 'by mx.example.net (Postfix) with ESMTP id 1; Fri, 20 Nov 2026 10:11:12 +0300';
const size = 8_000_000;

describe('a field of 8 MB takes less than a second and is never misread', () => {
  test.each([
    ['100,000 folds', `${from}${'\r\n '.repeat(100_000)}${by}`],
    ['folds', `${from}${'\r\n '.repeat(size / 3)}${by}`],
    ['spaces', `${from}${' '.repeat(size)}${by}`],
    ['spaces in the comment', `from x (y.example${' '.repeat(size)}[203.0.113.9]) ${by}`],
    ['labels as the EHLO name', `from ${'a.'.repeat(size / 2)} (y.example [203.0.113.9]) ${by}`],
    ['labels as the reverse name', `from x (${'a.'.repeat(size / 2)} [203.0.113.9]) ${by}`],
    ['digits as the address', `from x (y [${'1.'.repeat(size / 2)}]) ${by}`],
    ['groups as the address', `from x (y [${'1:'.repeat(size / 2)}]) ${by}`],
    ['nested comments', `${from} ${'('.repeat(size / 2)}${')'.repeat(size / 2)} ${by}`],
    ['open comments', `${from} ${'( '.repeat(size / 2)}${by}`],
    ['closed comments', `${from} ${'(a [203.0.113.9])'.repeat(size / 16)} ${by}`],
    ['open brackets', `${from} ${'['.repeat(size)} ${by}`],
    ['open quotes', `${from} ${by} for ${'<"'.repeat(size / 2)}`],
    ['words', `${from} ${'a '.repeat(size / 2)}${by}`],
    ['semicolons', `${from} ${by}${';'.repeat(size)}`],
    ['escapes', `${from} ${'(\\('.repeat(size / 3)} ${by}`],
    ['escapes outside', `${from} ${by} ${'\\('.repeat(size / 2)}`],
    ['escapes that close', `${from} ${by} ${'(\\)'.repeat(size / 3)}`],
    ['a software name', `${from} by mx.example.net (${'1.1/'.repeat(size / 4)})`],
    ['a software name of parts', `${from} by mx.example.net (1.1${'/a'.repeat(size / 2)})`],
  ])('%s', (_note, field) => {
    const started = cpuMs();
    const hop = parseReceived(field);
    expect(cpuMs() - started).toBeLessThan(1000);
    expect([undefined, '203.0.113.9']).toContain(hop.from?.tcpInfo.address);
  });
});

describe('a header of 1 MiB in lines of 8 KB takes less than a second', () => {
  const line = 8_100;
  test.each([
    ['gaps', (n: number) => `from x by mx.example.net ${'\t'.repeat(n)}x`],
    ['carriage returns', (n: number) => `${from} by mx.example.net (chasquid) with ${'\r'.repeat(n)}x`],
    ['gaps short enough', (n: number) => `from x by mx.example.net ${`${' '.repeat(90)}x`.repeat(n / 91)}`],
    ['colons in the host', (n: number) => `from x (203.0.113.9) by ${'1:x'.repeat(n / 3)} (PowerMTA(TM) v5)`],
    [
      'a host in letters beyond ASCII',
      (n: number) => `from x (203.0.113.9) by ${'é:1'.repeat(n / 3)} (PowerMTA(TM) v5)`,
    ],
    ['escaped quotes', (n: number) => `from [203.0.113.9] by mx.example.net ${'\\"'.repeat(n / 2)}`],
    ['open comments of TLS', (n: number) => `${from} ${'(TLS '.repeat(n / 5)}`],
    [
      'recipients',
      (n: number) => `${from} by mx.example.net (Postfix) with SMTP id 1 for <a>${', <a>'.repeat(n / 5)} x`,
    ],
    [
      'a date without a beginning',
      (n: number) => `${from} by mx.example.net (SG) with ESMTP id 1 for ${'1.'.repeat(n / 2)}(`,
    ],
    ['ids', (n: number) => `${from} by mx.example.net with SMTP${' id 1'.repeat(n / 5)}`],
  ])('%s', (_note, lineOf) => {
    const field = `Received: ${lineOf(line)}\r\n`;
    const text = `${field.repeat(Math.floor((1024 * 1024 - 100) / Buffer.byteLength(field)))}From: a@b.example\r\n\r\n`;
    const relays = [{ name: 's', kind: 'preset' as const, hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] }];
    const trace = readTrace(Buffer.from(text));
    if (trace.kind !== 'email') throw new Error(trace.what);
    judgePath(trace, { receivers: [], relays });
    const started = cpuMs();
    expect(judgePath(trace, { receivers: [], relays }).verdict).not.toBe('confirmed');
    expect(cpuMs() - started).toBeLessThan(1000);
  });
});

describe('fields around confirmed lines take no longer than others', () => {
  const own = 'Received: by mx.corp.example (Postfix) id 4Xq1; Sat, 28 Nov 2026 06:14:35 +0000\n';
  const relayed =
    'Received: from gato1.sndsy.ru (gato1.sndsy.ru [185.138.182.7]) by mx.corp.example (Postfix) with ESMTPS id 1\n';
  test.each([
    ['comments', `${relayed}X: [203.0.113.9])${' (a)'.repeat(400)}\n`],
    ['comments on lines', `${relayed}X: [203.0.113.9])${'\n (a)'.repeat(400)}\n`],
    ['short lines among many fields', `${own}${'a\n'.repeat(430_000)}${own.repeat(490)}${relayed}`],
  ])('%s', (_note, header) => {
    const relays = [{ name: 's', kind: 'preset' as const, hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] }];
    const trace = readTrace(Buffer.from(`${header}From: a@b.example\n\n`));
    if (trace.kind !== 'email') throw new Error(trace.what);
    const started = cpuMs();
    expect(judgePath(trace, { receivers: [{ kind: 'name', by: 'mx.corp.example' }], relays }).verdict).toBe(
      'confirmed',
    );
    expect(cpuMs() - started).toBeLessThan(1000);
  });
});

describe('a header over a cap is said to be, and proves nothing', () => {
  const genuine = 'Received: from gato1.sndsy.ru (gato1.sndsy.ru [185.138.182.7]) by mx.example.net (Postfix)\r\n';
  test.each([
    ['a line of 50 MB', `${genuine}Subject: ${'a'.repeat(50_000_000)}\r\n\r\n`],
    ['100,000 Received fields', `${genuine.repeat(100_000)}\r\n`],
    ['a million lines that are no field', `${genuine}${'a\r\n'.repeat(1_000_000)}\r\n`],
  ])('%s', (_note, text) => {
    const started = cpuMs();
    const trace = readTrace(Buffer.from(text));
    if (trace.kind !== 'email') throw new Error(trace.what);
    const relays = [{ name: 's', kind: 'preset' as const, hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] }];
    expect(judgePath(trace, { receivers: [], relays })).toMatchObject({ verdict: 'unknown', reason: 'over-limit' });
    expect(cpuMs() - started).toBeLessThan(1000);
  });
});

describe('memory of the built library', () => {
  const mib = 1024 * 1024;
  const run = (input: string): { reason: string; askedBytes: number; peakBytes: number } =>
    JSON.parse(execFileSync(process.execPath, ['test/support/peak-memory.js', input], { encoding: 'utf8' }));
  const bare = run('none').peakBytes;

  test.each([
    ['long-line', 'over-limit', 4 * mib],
    ['many-fields', 'over-limit', 4 * mib],
    ['big-attachment', 'bypassed', 128 * 1024],
  ])('%s: %s', (input, reason, mostAsked) => {
    const { peakBytes, askedBytes, ...told } = run(input);
    expect(told.reason).toBe(reason);
    expect(askedBytes).toBeLessThan(mostAsked);
    expect(peakBytes - bare).toBeLessThan(64 * mib);
  });
});
