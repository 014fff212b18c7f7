import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One temporary folder for all that a run of the tests makes; it goes with the run. */
export default function setUp() {
  const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-run-'));
  globalThis.akrelayRunFolder = folder;
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
}
