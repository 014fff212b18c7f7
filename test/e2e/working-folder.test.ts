import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { akrelay, emptyFolder } from '../support/program.js';

/** What runtimes and libraries read or run in a working folder that a stranger may have filled. */
const traps: Readonly<Record<string, string>> = {
  '.env': 'AKRELAY_ENV=trap\nNODE_OPTIONS=--require=./trap.js\n',
  '.env.local': 'AKRELAY_ENV=trap\n',
  'bunfig.toml': 'preload = ["./trap.js"]\n[run]\npreload = ["./trap.js"]\n',
  'package.json': '{ "type": "commonjs", "cosmiconfig": { "searchPlaces": ["trap.js"] }, "akrelay": {} }',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "*": ["./trap.js"] } } }',
  'akrelay.config.js': "require('./trap.js')",
  '.config/config.js': "require('../trap.js')",
  'trap.js': "require('node:fs').writeFileSync('ran', '')",
  'akrelay.yaml': 'version: 1\n',
};

test('nothing in the working folder is run, and no variables are read from it', async () => {
  const cwd = await emptyFolder();
  for (const [name, text] of Object.entries(traps)) {
    await mkdir(path.join(cwd, path.dirname(name)), { recursive: true });
    await writeFile(path.join(cwd, name), text);
  }
  expect(await akrelay(['config', 'validate'], { cwd })).toMatchObject({ exit: 0, stderr: '' });
  expect(await akrelay(['demo', '--quiet'], { cwd })).toMatchObject({ exit: 0, stderr: '' });
  expect(existsSync(path.join(cwd, 'ran'))).toBe(false);
});
