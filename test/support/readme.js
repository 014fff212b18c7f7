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
/** A command, which goes on in the next line after a backslash. */
const commandLine = /^\$ ((?:.*\\\n)*.*)$/gm;
/** What differs from run to run. */
const changing = /\d+(?:\.\d+)? ms|akrelay-[0-9a-f]{24}|\d{4}-\d\d-\d\d|(?<=\(DNS ).*(?=\))/g;

/**
 * Returns the README with every output as it is now, but for times and ids, which stay as they are. The commands run in order, in one
 * copy of examples/. `port` takes the place of the port 2525, which may be taken here.
 */
export function rerun(readme, port) {
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
  return readme.replace(block, (whole, text) => {
    const commands = [...text.matchAll(commandLine)].map(([, command]) => command);
    const now = `\`\`\`console\n${runInShell(commands, { cwd, env, port })}\`\`\``;
    return now.replace(changing, '') === whole.replace(changing, '') ? whole : now;
  });
}

/** One shell for the block, as a reader has, with both streams in the order in which they were written. */
function runInShell(commands, { cwd, env, port }) {
  const marker = '\u0001\n';
  const script = commands.map(
    (command) => `${command}\n${afterwards(command)}status=$?; printf '\\001\\n'; (exit $status)`,
  );
  const typed = script.join('\n').replaceAll('2525', port);
  const { stdout } = spawnSync('sh', ['-c', `exec 2>&1\n${typed}`], { cwd, env, encoding: 'utf8' });
  const printed = stdout.replaceAll(port, '2525').split(marker);
  return commands.map((command, i) => `$ ${command}\n${printed[i] ?? ''}`).join('');
}

/** A person is slower than a lab's start. */
function afterwards(command) {
  return command.endsWith('&') ? 'until [ -e akrelay-lab-ca.pem ]; do sleep 0.1; done\n' : '';
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync('README.md', rerun(readFileSync('README.md', 'utf8'), process.argv[2] ?? '2525'));
}
