import { type ChildProcess, spawn } from 'node:child_process';
import { codeOf, reasonOf } from '../files/node-reason.js';

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

/** What a program prints; or what went wrong, in which nothing of its output stands. */
export function runSecretCommand(command: SecretCommand): Promise<{ bytes: Buffer } | { problem: string }> {
  const [program = '', ...args] = command.argv;
  const named = `the command ${program}`;
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(program, args, {
        cwd: command.cwd,
        env: command.env,
        stdio: ['ignore', 'pipe', 'ignore'],
        windowsHide: true,
      });
    } catch (error) {
      return resolve({ problem: `${named} cannot be run: ${reasonOf(error)}` });
    }
    const chunks: Buffer[] = [];
    const end = (result: { bytes: Buffer } | { problem: string }): void => {
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
      end({ problem: code === null ? `${named} was ended by ${signal}` : `${named} ended with exit code ${code}` });
    });
  });
}
