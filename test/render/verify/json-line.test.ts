import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { jsonLine } from '../../../src/render/verify/json-line.js';
import { readTrace } from '../../../src/trace/field/read-trace.js';
import { pathJudge } from '../../../src/trace/path/judge-path.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const mib = 1024 * 1024;
const messages = 60;
const judge = pathJudge({
  receivers: [{ kind: 'name', by: '*.example.net' }],
  relays: [{ name: 'sendsay', kind: 'preset', hosts: ['gato#.sndsy.ru'], networks: [] }],
});

/** With a header of 900 kB, and a line that is not remembered, since it has no id. */
function longHeader(number: number): Buffer {
  const name = `a-client-of-some-network-${number}.example.org`;
  const line = `Received: from ${name} (${name} [192.0.2.1]) by mx-number-${number}.example.net (Postfix) with ESMTPS; x`;
  return Buffer.from(`${line}\r\nFrom: a@b.example\r\nX-Long: ${'x'.repeat(900_000)}\r\n\r\n`);
}

function usedBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test('what is remembered of lines and paths does not hold the headers they stood in', () => {
  const before = usedBytes();
  for (let number = 0; number < messages; number++) {
    const trace = readTrace(longHeader(number));
    if (trace.kind !== 'email') throw new Error('not read');
    expect(jsonLine({ kind: 'judged', source: 'x', verdict: judge(trace) })).toContain(`mx-number-${number}`);
  }
  expect(usedBytes() - before).toBeLessThan(10 * mib);
});
