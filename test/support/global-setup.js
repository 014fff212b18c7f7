import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One temporary folder for all that a run of the tests makes; it goes with the run. */
export default function setUp() {
  const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-run-'));
  // The mail servers of the wide lane run as users of their own.
  chmodSync(folder, 0o755);
  globalThis.akrelayRunFolder = folder;
  // The usual authorities are enough, and to read more takes 20 ms of every TLS session.
  delete process.env.NODE_EXTRA_CA_CERTS;
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
}
