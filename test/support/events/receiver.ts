import { type ChildProcess, spawn } from 'node:child_process';
import { cacheHome } from '../program.js';
import { program } from '../program-under-test.js';

export const secretPath = 'a-secret-path-of-25-chars';

export interface RunningReceiver {
  readonly port: number;
  readonly url: string;
  readonly child: ChildProcess;
  /** What it told on stdout, line by line, as objects. */
  readonly told: () => Record<string, unknown>[];
  readonly stderr: () => string;
  /** Resolves when a line fulfils the condition. */
  readonly until: (condition: (line: Record<string, unknown>) => boolean) => Promise<Record<string, unknown>>;
  /** Ends it and gives the exit code; null where the signal killed it. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export interface ReceiverOptions {
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly program?: readonly string[];
}

/** Starts `akrelay events listen` as a service manager would, and waits until it is ready. */
export async function startReceiver(cwd: string, options: ReceiverOptions = {}): Promise<RunningReceiver> {
  const { words = [], env = {}, program: run = [program.file, ...program.words] } = options;
  const [command = '', ...first] = run;
  const child = spawn(command, [...first, 'events', 'listen', '--path-env', 'EVENTS_PATH', '--json', ...words], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: cacheHome, EVENTS_PATH: secretPath, ...env },
  });
  const said = { out: '', err: '' };
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
    for (const look of [...waiting]) look();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      resolve(code);
      for (const look of [...waiting]) look();
    }),
  );
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const told = (): Record<string, unknown>[] =>
    said.out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const until: RunningReceiver['until'] = (condition) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = told().find(condition);
        if (found === undefined && !isOver && child.exitCode === null) return;
        waiting.delete(look);
        if (found === undefined) reject(new Error(`it ended: ${said.err}`));
        else resolve(found);
      };
      waiting.add(look);
      look();
    });
  const { port, tls } = (await until(({ event }) => event === 'ready')) as { port: number; tls: boolean };
  return {
    port,
    url: `${tls ? 'https' : 'http'}://localhost:${port}/${secretPath}`,
    child,
    told,
    stderr: () => said.err,
    until,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
