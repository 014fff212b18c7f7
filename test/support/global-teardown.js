import { rmSync } from 'node:fs';

/** Removes the folder that the set-up made, and no other. */
export default function tearDown() {
  const folder = globalThis.akrelayRunFolder;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
