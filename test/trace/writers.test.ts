import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgePath, parseReceived, readTrace } from '../../src/index.js';
import { cpuMs } from '../support/cpu-ms.js';
import type { Random } from '../support/writers/hostile.js';
import {
  borderWriters,
  insideWriters,
  type Judge,
  routes,
  type Trial,
  tryLie,
  tryMoved,
  tryTruth,
} from '../support/writers/index.js';

/** Runs of each route and kind; WRITER_RUNS=2000 for a long look, and `npm run fuzz` for a million. */
const numRuns = Number(process.env['WRITER_RUNS'] ?? 25);

const judge: Judge = (bytes, options) => {
  const trace = readTrace(bytes);
  return trace.kind === 'email' ? judgePath(trace, options) : undefined;
};

/** Choices that fast-check makes, and makes smaller when something fails. */
function holds(tried: (random: Random) => Trial | undefined): void {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const below = (n: number): number => g(fc.nat, n - 1);
      const trial = tried({ below, pick: (list) => list[below(list.length)] as (typeof list)[number] });
      if (trial?.problem !== undefined) throw new Error(`${trial.kind}: ${trial.problem}\n${Buffer.from(trial.bytes)}`);
    }),
    { numRuns },
  );
}

test('at least 40 writers are modelled, each with its source', () => {
  const writers = [...borderWriters, ...insideWriters];
  expect(writers.length).toBeGreaterThanOrEqual(40);
  expect(new Set(writers.map(({ name }) => name)).size).toBe(writers.length);
  for (const { name, version, source } of writers) expect({ name, version, source }).not.toMatchObject({ source: '' });
});

/** What millions of lies found, each once confirmed or told with another address: the line, and whose it is. */
test.each([
  [
    'from 203.0.113.66 (EHLO [IPv6:::ffff:185.138.182.7])\n by 10.217.128.10 with SMTP;\n Sat, 28 Nov 2026 06:52:33 +0000',
    '203.0.113.66',
  ],
  [
    'from 185.138.182.7 (HELO [185.138.182.7]) (authenticated?@198.51.100.9)\n  by mx.corp.example with ESMTP; ' +
      '28 Nov 2026 06:30:18 -0000\n  x',
    '198.51.100.9',
  ],
  [
    'from gato1.sndsy.ru (gato1.sndsy.ru [185.138.182.7]) (a.evil.example [::ffff:203.0.113.72])\n  by mx.corp.example with ' +
      'ESMTP\n  id 00000000002AA3A8.000000006B0A7F7A.00000158; Sat, 28 Nov 2026 07:15:06 +0000',
    '203.0.113.72',
  ],
  [
    // hMailServer writes the PTR record as it is, and here it is the word HELO.
    'from [185.138.182.7] (HELO [8.8.4.4])\n\tby mx.corp.example with ESMTP\n\t; Sat, 28 Nov 2026 06:46:04 +0000',
    '8.8.4.4',
  ],
  [
    // chasquid hides where a user of its own comes from: the literal is his EHLO word.
    'from [185.138.182.7]\n\tby mx.corp.example (chasquid) with ESMTPSA\n\ttls TLS_AES_256_GCM_SHA384\n' +
      '\t(over submission+TLS, TLS-1.3, envelope from "anna@corp.example")\n\t; Sat, 28 Nov 2026 06:34:38 +0000',
    'nobody',
  ],
  [
    // A server that shows the client's own word and what ident said, another that shows the peer first.
    'from [185.138.182.7] (ident=unknown) by mx.corp.example with ESMTP id B2FF22D0; Sat, 28 Nov 2026 06:36:26 +0000',
    'nobody',
  ],
  [
    'from [203.0.113.66] ([185.138.182.7])\n\tby mx.corp.example (server 1.0) with ESMTP; Sat, 28 Nov 2026 06:36:26 +0000',
    '203.0.113.66',
  ],
  [
    'from 203.0.113.66 (x@[185.138.182.7])\n\tby mx.corp.example with ESMTP; Sat, 28 Nov 2026 06:36:26 +0000',
    '203.0.113.66',
  ],
  [
    'from 203.0.113.66 ([185.138.182.7])\n\tby mx.corp.example with ESMTPS (version=TLSv1.3 cipher=X bits=256); Sat, 28 Nov 2026 06:36:26 +0000',
    '203.0.113.66',
  ],
  [
    // Exim that takes any EHLO word, or asks ident: what is behind the label is no peer.
    'from [203.0.113.66] (helo=x@gato1.sndsy.ru [185.138.182.7])\n\tby mx.corp.example with esmtps (Exim 4.98)\n\tid 1xXBhm-00000L19;\n' +
      '\tSat, 28 Nov 2026 06:14:35 +0000',
    '203.0.113.66',
  ],
  [
    'from [203.0.113.66] (ident=x@gato1.sndsy.ru [185.138.182.7])\n\tby mx.corp.example with esmtp id 1xXBhm-00000L19;\n' +
      '\tSat, 28 Nov 2026 06:14:35 +0000',
    '203.0.113.66',
  ],
  [
    // notqmail behind tcpserver, which prints any PTR record, and leaves out an EHLO word that is the same.
    'from [185.138.182.7] (helo=x@203.0.113.66)\n  by mx.corp.example with ESMTP; 28 Nov 2026 06:14:35 -0000',
    '203.0.113.66',
  ],
  [
    'from [185.138.182.7] (helo=x@203.0.113.66)\n  by mx.corp.example with ESMTP; 28 Nov 2026 06:14:35 -0000\n x',
    '203.0.113.66',
  ],
  [
    'from 185.138.182.7 (EHLO [203.0.113.66])\n\tby 10.0.0.5 with ESMTP\n\t; Sat, 28 Nov 2026 06:14:35 +0000',
    '203.0.113.66',
  ],
  [
    // Courier, whose reverse name and ident answer hold blanks and quotes: what the first opens, the second closes.
    'from x (gato1.sndsy.ru [185.138.182.7]) (Client CN "x [::ffff:203.0.113.66])\n  (IDENT: x", Issuer "y" (not verified))\n' +
      '  by mx.corp.example with ESMTP\n  id 00000000002AA3A8.000000006B0A7F7A.00000158; Sat, 28 Nov 2026 07:15:06 +0000',
    '203.0.113.66',
  ],
  [
    'from x ([185.138.182.7]:25 "EHLO ORCPT [::ffff:203.0.113.66])\n  (IDENT: x")\n' +
      '  by mx.corp.example with ESMTP\n  id 00000000002AA3A8.000000006B0A7F7A.00000158; Sat, 28 Nov 2026 07:15:06 +0000',
    '203.0.113.66',
  ],
])('%s', (line, address) => {
  const verdict = judge(Buffer.from(`Received: ${line}\nSubject: x\n\nbody\n`), {
    receivers: [],
    relays: [{ name: 'sendsay', kind: 'preset', hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] }],
  });
  const [hop] = verdict?.hops ?? [];
  expect(verdict?.verdict).not.toBe('confirmed');
  expect([address, undefined]).toContain(hop?.accounted && !hop.ambiguous ? hop.from?.tcpInfo.address : undefined);
});

/** Beginnings of lines, from which the expression of some writer may set out, and what a client can make long. */
test.each(
  ['from ', 'from x (', 'from x (HELO ', 'from [1.2.3.4] (helo=', 'from x (y [1.2.3.4]) by z (', 'by ', '('].flatMap(
    (begin) =>
      ['a', 'a.', '1.', '(', '()', '[', '"', '\\', ' ', ' a', ';', 'a@', '[1.2.3.4]', 'by ', '(a ', '=', ':'].map(
        (piece) => [begin, piece] as const,
      ),
  ),
)('%s and 8,000 characters of %s take no longer than others', (begin, piece) => {
  const line = begin + piece.repeat(Math.floor(8000 / piece.length));
  // Once is enough; a collection of garbage may come in between.
  const isQuick = (): boolean => {
    const start = cpuMs();
    parseReceived(line);
    return cpuMs() - start < 10;
  };
  expect(Array.from({ length: 5 }).some(isQuick)).toBe(true);
});

describe.each(routes.map((route) => [route.name, route] as const))('%s', (_name, route) => {
  test('a liar is confirmed nowhere, and no other address is taken for his', () =>
    holds((random) => tryLie(random, route, judge)));

  test('the name alone counts where the server checked it', () => holds((random) => tryMoved(random, route, judge)));

  if (route.border.isUnknown) return;

  test('the relay is confirmed, the server named', () => holds((random) => tryTruth(random, route, judge, 'stated')));

  test('the relay is confirmed, the server not named', () =>
    holds((random) => (isAnyUsers(route.name) ? undefined : tryTruth(random, route, judge, 'inferred'))));
});

/** A program on a machine that nobody named may be any user's: its lines lead nowhere. */
function isAnyUsers(route: string): boolean {
  return route.startsWith('Postfix, from a program');
}
