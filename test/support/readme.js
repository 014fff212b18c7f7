/**
 * The ```console blocks of the README: `$ command`, then what it prints. `node test/support/readme.js` runs the commands
 * and writes what they print now; the README's test runs them and compares.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { programInShell } from './program-under-test.js';

const block = /^```console\n(.*?)^```$/gms;

/** Returns the README with every output as it is now. The commands run in order, in one copy of examples/. */
export function rerun(readme) {
  const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-readme-'));
  const cwd = path.join(folder, 'examples');
  const shims = path.join(folder, 'shims');
  cpSync('examples', cwd, { recursive: true });
  // The examples import the package by its name, as a user's code does.
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(process.cwd(), path.join(folder, 'node_modules', 'akrelay'));
  mkdirSync(shims);
  writeFileSync(path.join(shims, 'akrelay'), `#!/bin/sh\nexec ${programInShell} "$@"\n`, { mode: 0o755 });
  const env = { PATH: `${shims}:${process.env.PATH}`, HOME: shims };
  return readme.replace(block, (_whole, text) => {
    const commands = [...text.matchAll(/^\$ (.*)$/gm)].map(([, command]) => command);
    return `\`\`\`console\n${runInShell(commands, cwd, env)}\`\`\``;
  });
}

/** One shell for the block, as a reader has, with both streams in the order in which they were written. */
function runInShell(commands, cwd, env) {
  const marker = '\u0001\n';
  const script = commands.map((command) => `${command}\nstatus=$?; printf '\\001\\n'; (exit $status)`).join('\n');
  const { stdout } = spawnSync('sh', ['-c', `exec 2>&1\n${script}`], { cwd, env, encoding: 'utf8' });
  const printed = stdout.split(marker);
  return commands.map((command, i) => `$ ${command}\n${printed[i] ?? ''}`).join('');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync('README.md', rerun(readFileSync('README.md', 'utf8')));
}
