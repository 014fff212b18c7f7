/**
 * Reads one hostile input with the built library, piece by piece, and prints as JSON what came out, how many bytes were
 * asked for, and the peak memory of the process in bytes. `none` reads nothing: the baseline.
 *
 *   node test/support/peak-memory.js long-line
 */
import process from 'node:process';
import { judgePath, traceReader } from '../../dist/index.js';

const mib = 1024 * 1024;
const line = 'Received: from x.example (x.example [203.0.113.9]) by mx.example.net (Postfix) with ESMTP id 1; x\r\n';

function* repeated(piece, totalBytes) {
  const chunk = Buffer.alloc(65536, piece);
  for (let sent = 0; sent < totalBytes; sent += chunk.length) yield chunk;
}

const inputs = {
  none: () => [],
  'long-line': function* () {
    yield Buffer.from(`${line}Subject: `);
    yield* repeated('a', 50 * mib);
  },
  'many-fields': () => repeated(line, line.length * 100_000),
  'big-attachment': function* () {
    yield Buffer.from(`${line}Subject: x\r\n\r\n`);
    yield* repeated('QUJDRA==\r\n', 1024 * mib);
  },
};

const relays = [{ name: 'sendsay', kind: 'preset', hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] }];
const reader = traceReader();
let askedBytes = 0;
for (const chunk of inputs[process.argv[2] ?? 'none']()) {
  askedBytes += chunk.length;
  if (reader.push(chunk) === 'enough') break;
}
const reading = reader.end();
const verdict = reading.kind === 'email' ? judgePath(reading, { receivers: [], relays }) : undefined;
process.stdout.write(
  JSON.stringify({ reason: verdict?.reason, askedBytes, peakBytes: process.resourceUsage().maxRSS * 1024 }),
);
