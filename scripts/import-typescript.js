import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';

/** Loads a TypeScript file, with what it imports, into a script. */
export async function importTypeScript(file) {
  const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-script-'));
  try {
    const entry = 'entry.mjs';
    await build({
      input: file,
      platform: 'node',
      moduleTypes: { '.md': 'text' },
      checks: { ineffectiveDynamicImport: false },
      output: { dir: folder, entryFileNames: entry, chunkFileNames: '[hash].mjs' },
    });
    return await import(pathToFileURL(path.join(folder, entry)).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
