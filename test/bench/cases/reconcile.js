/**
 * A million events through `stats reconcile`, against a loop that only reads and parses the lines. The store is written as the receiver
 * writes it: what Altcraft and Sendsay say of 333,000 messages within two minutes of each, some lost on either side.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeStore } from '../event-store.js';
import { bin } from '../lab.js';
import { inTurns, processMs } from '../measure.js';

const messages = 333_334;
const loop = path.resolve('test/bench/parse-lines.js');

function measure() {
  const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-bench-'));
  try {
    writeStore(folder, messages);
    const words = [bin, 'stats', 'reconcile', '--store', folder, '--format', 'ndjson'];
    const found = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 26 })
      .stdout.trimEnd()
      .split('\n');
    if (found.length !== 668) throw new Error(`${found.length} findings in place of 668`);
    return inTurns(
      3,
      () => processMs(process.execPath, words, { exit: 1 }),
      () => processMs(process.execPath, [loop, folder]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const cases = [
  {
    name: 'stats reconcile, 1 million events, against a loop that only reads and parses the lines',
    limit: 5,
    goal: 3,
    measure,
  },
];
