import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { codeOf, reasonOf } from '../files/node-reason.js';
import type { Start } from './windows-start.js';

export interface SecretCommand {
  /** The program and its arguments; no shell reads them. */
  readonly argv: readonly string[];
  /** Folder that the program is started in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly mostBytes: number;
  readonly cancelled: AbortSignal;
}

type Printed = { readonly bytes: Buffer } | { readonly problem: string };

/** What a program prints; or what went wrong, in which nothing of its output is. */
export async function runSecretCommand(command: SecretCommand): Promise<Printed> {
  const start = await startOf(command);
  return 'problem' in start ? start : printedBy(command, start);
}

async function startOf({ argv, cwd, env }: SecretCommand): Promise<Start> {
  const [file = '', ...args] = argv;
  if (process.platform !== 'win32') return { file, args, verbatim: false };
  const { windowsStart } = await import('./windows-start.js');
  return windowsStart(argv, { cwd, env, isFile });
}

function isFile(name: string): boolean {
  try {
    return statSync(name).isFile();
  } catch {
    return false;
  }
}

function printedBy(command: SecretCommand, start: Exclude<Start, { problem: string }>): Promise<Printed> {
  const named = `the command ${command.argv[0] ?? ''}`;
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(start.file, start.args, {
        cwd: command.cwd,
        env: command.env,
        stdio: ['ignore', 'pipe', 'ignore'],
        windowsHide: true,
        windowsVerbatimArguments: start.verbatim,
      });
    } catch (error) {
      return resolve({ problem: `${named} cannot be run: ${reasonOf(error)}` });
    }
    const chunks: Buffer[] = [];
    const end = (result: Printed): void => {
      clearTimeout(timer);
      command.cancelled.removeEventListener('abort', stop);
      // What the program has started may live on and hold the pipe open.
      child.kill('SIGKILL');
      child.stdout?.destroy();
      resolve(result);
    };
    const stop = (): void => end({ problem: `${named} was stopped` });
    const timer = setTimeout(
      () => end({ problem: `${named} did not end within ${command.timeoutMs / 1000} seconds` }),
      command.timeoutMs,
    );
    command.cancelled.addEventListener('abort', stop);
    let length = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > command.mostBytes) end({ problem: `${named} printed more than ${command.mostBytes / 1024} KB` });
    });
    child.on('error', (error) =>
      end({
        problem: codeOf(error) === 'ENOENT' ? `${named} was not found` : `${named} cannot be run: ${reasonOf(error)}`,
      }),
    );
    child.on('close', (code, signal) => {
      if (code === 0) return end({ bytes: Buffer.concat(chunks) });
      end({ problem: code === null ? `${named} was killed by ${signal}` : `${named} ended with exit code ${code}` });
    });
    if (command.cancelled.aborted) stop();
  });
}
