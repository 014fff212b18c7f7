import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from '../../src/config/read-config.js';
import { akrelay, cacheHome, emptyFolder } from './program.js';
import { program } from './program-under-test.js';

/** A whole sender, with nothing left to ask. */
export const createWords = (name: string): string[] => [
  'sender',
  'create',
  name,
  '--provider',
  'sendsay',
  '--username-env',
  'U',
  '--password-env',
  'P',
  '--no-input',
];

/** A folder with a config that holds comments and no sender. */
export async function folderWithConfig(): Promise<string> {
  const cwd = await emptyFolder();
  await writeFile(path.join(cwd, 'akrelay.yaml'), '# mine\nversion: 1\nsenders: [] # none yet\n# end\n');
  return cwd;
}

/** The names of the senders in the file. Throws when the file is not a whole, valid config. */
export async function senderNames(cwd: string): Promise<string[]> {
  const text = await readFile(path.join(cwd, 'akrelay.yaml'), 'utf8');
  const { config, problems } = readConfig({ shownAs: 'akrelay.yaml', text, readableBy: 'owner' });
  if (config === undefined || !text.endsWith('# end\n')) throw new Error(`torn: ${JSON.stringify(problems)}\n${text}`);
  return config.senders.map(({ name }) => name);
}

/** Many processes that each create a sender at once; their exit codes. */
export async function createAtOnce(cwd: string, processes: number): Promise<(number | null)[]> {
  const runs = Array.from({ length: processes }, (_, i) => akrelay(createWords(`sender-${i}`), { cwd }));
  return (await Promise.all(runs)).map(({ exit }) => exit);
}

/** Starts a process that creates a sender and kills it after a time; true when it had finished before. */
export function createAndKill(cwd: string, name: string, afterMs: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.file, [...program.words, ...createWords(name)], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: cacheHome },
      stdio: 'ignore',
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
    child.on('error', reject);
    child.on('close', (exit) => {
      clearTimeout(timer);
      resolve(exit === 0);
    });
  });
}

/** What stands beside the config. */
export async function leavings(cwd: string): Promise<string[]> {
  return (await readdir(cwd)).filter((name) => name !== 'akrelay.yaml');
}
