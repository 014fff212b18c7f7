import { type ChildProcess, spawn } from 'node:child_process';
import { codeOf, reasonOf } from '../files/node-reason.js';

export interface SecretCommand {
  /** The program and its arguments; no shell reads them. */
  readonly argv: readonly string[];
  /** Folder that the program is started in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly cancelled: AbortSignal;
}

const outputLimitBytes = 64 * 1024;

/** What a program prints, without one line end; or what went wrong, in which nothing of its output stands. */
export function runSecretCommand(command: SecretCommand): Promise<{ value: string } | { problem: string }> {
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
    const end = (result: { value: string } | { problem: string }): void => {
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
      if (length > outputLimitBytes) end({ problem: `${named} printed more than 64 kB` });
    });
    child.on('error', (error) =>
      end({
        problem: codeOf(error) === 'ENOENT' ? `${named} was not found` : `${named} cannot be run: ${reasonOf(error)}`,
      }),
    );
    child.on('close', (code, signal) => {
      if (code === 0)
        return end({
          value: Buffer.concat(chunks)
            .toString('utf8')
            .replace(/\r?\n$/, ''),
        });
      end({ problem: code === null ? `${named} was ended by ${signal}` : `${named} ended with exit code ${code}` });
    });
  });
}
