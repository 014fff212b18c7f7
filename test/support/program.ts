import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { program } from './program-under-test.js';
import { brokenSentences } from './style.js';

/** Newer Nodes keep compiled code in the user's cache folder: that is nothing that a command left. */
export const cacheHome = path.join(tmpdir(), 'cache');

export interface Run {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
}

/** What Node and Bun print of themselves. No command may: `akrelay` looks at every call. */
export const runtimeWarning = /^\(node:\d+\)|^\(Use `node --trace|^\w*Warning: /m;

/** Runs the built program as a script would: no terminal, a clean environment. Throws where the runtime printed a warning. */
export function akrelay(words: readonly string[], { cwd, env = {}, stdin = '' }: RunOptions): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.file, [...program.words, ...words], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: cacheHome, ...env },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (exit) => {
      const run = { exit, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
      if (runtimeWarning.test(run.stderr)) reject(new Error(`akrelay ${words.join(' ')}: ${run.stderr}`));
      else resolve(withoutBrokenSentences(words, run));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}

/** A new empty folder outside the project, so that no config above it is found. */
export function emptyFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'akrelay-test-'));
}

/** The same run. Throws where it tells something that is not in the style of texts. */
export function withoutBrokenSentences(words: readonly string[], run: Run): Run {
  const broken = brokenSentences(run);
  if (broken.length > 0) throw new Error(`akrelay ${words.join(' ')} says: ${broken.join(' | ')}`);
  return run;
}
