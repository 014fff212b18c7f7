import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { emptyFolder } from './program.js';
import { programInShell } from './program-under-test.js';
import { key, openProgram, type Terminal } from './terminal.js';

/** How a shell is started without the user's own files, and how it loads the completion. */
const starts = {
  bash: { words: ['--norc', '--noprofile', '-i'], load: 'eval "$(akrelay completion bash)"' },
  zsh: { words: ['-f', '-i'], load: 'autoload -Uz compinit; compinit -u -D; eval "$(akrelay completion zsh)"' },
  fish: { words: ['--no-config', '-i'], load: 'akrelay completion fish | source' },
} as const;

export type TestedShell = keyof typeof starts;

const names = ['sendsay-main', 'cloud', 'Second relay', "o'neil", 'x$(touch pwned)`id`\\"y'];

/** A shell at its prompt with akrelay's completion loaded, in a folder with a config of odd names. */
export async function openShell(shell: TestedShell): Promise<Terminal> {
  const cwd = await emptyFolder();
  await mkdir(path.join(cwd, 'bin'));
  await writeFile(path.join(cwd, 'bin', 'akrelay'), `#!/bin/sh\nexec ${programInShell} "$@"\n`, {
    mode: 0o755,
  });
  const senders = names.map((name) => `  - name: ${JSON.stringify(name)}\n    provider: sendsay\n`).join('');
  await writeFile(
    path.join(cwd, 'akrelay.yaml'),
    `senders:\n${senders}virtualSenders:\n  - { name: news, account: 1 }\n`,
  );
  await writeFile(path.join(cwd, 'message.eml'), '');
  const env = { PATH: `${path.join(cwd, 'bin')}:${process.env['PATH']}`, PS1: '$ ', HOME: cwd };
  const terminal = openProgram(shell, starts[shell].words, { cwd, env, columns: 160 });
  terminal.types(`${starts[shell].load}; echo lo""aded${key.enter}`);
  await terminal.sees('loaded\n');
  return terminal;
}

/** What a Tab makes of a half-typed line, in the shell's own quoting. */
export const completions: readonly (readonly [typed: string, completed: Readonly<Record<TestedShell, string>>])[] = [
  ['akrelay sender sh', same('akrelay sender show ')],
  ['akrelay sender show sen', same('akrelay sender show sendsay-main ')],
  ['akrelay virtual attach news cl', same('akrelay virtual attach news cloud ')],
  ['akrelay --config akrelay.yaml sender delete clo', same('akrelay --config akrelay.yaml sender delete cloud ')],
  ['akrelay sender create --password-f', same('akrelay sender create --password-file ')],
  ['akrelay sender create --provider alt', same('akrelay sender create --provider altcraft-cloud ')],
  ['akrelay verify mess', same('akrelay verify message.eml ')],
  ['akrelay sender show Sec', same('akrelay sender show Second\\ relay ')],
  ['akrelay sender show o', same("akrelay sender show o\\'neil ")],
  ["akrelay sender show 'o", { ...same(''), bash: "akrelay sender show 'o'\\''neil' " }],
  ['akrelay sender show x', { ...same(''), bash: 'akrelay sender show x\\$\\(touch\\ pwned\\)\\`id\\`\\\\\\"y ' }],
  ['akrelay sender show "x', { ...same(''), bash: 'akrelay sender show "x\\$(touch pwned)\\`id\\`\\\\\\"y" ' }],
];

function same(completed: string): Readonly<Record<TestedShell, string>> {
  return { bash: completed, zsh: completed, fish: completed };
}
