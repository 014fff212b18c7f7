import * as pty from '@lydell/node-pty';
import { cacheHome } from './program.js';
import { program } from './program-under-test.js';

export const key = {
  up: '\u001b[A',
  down: '\u001b[B',
  enter: '\r',
  backspace: '\u007f',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  tab: '\t',
  ctrlU: '\u0015',
} as const;

export interface TerminalOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
}

/** A program on a pseudo-terminal, and a person before it. */
export interface Terminal {
  /** Waits until the screen shows the text after what was seen before; rejects with the screen when it does not. */
  readonly sees: (text: string) => Promise<void>;
  readonly types: (keys: string) => void;
  /** Everything that was drawn, escape sequences taken out. */
  readonly screen: () => string;
  /** Everything that was drawn, as drawn. */
  readonly raw: () => string;
  readonly exit: Promise<number>;
  /** Sends SIGINT, as `kill -INT` does. */
  readonly interrupt: () => void;
  /** Ends the program, whatever it is doing; an interactive shell may take no notice of less. */
  readonly end: () => Promise<unknown>;
}

/** Less than a test may take, so that a failure shows the screen. */
const patienceMs = 20_000;

/** Starts akrelay; the caller awaits `exit`. */
export function openTerminal(words: readonly string[], options: TerminalOptions): Terminal {
  return openProgram(program.file, [...program.words, ...words], options);
}

/** Starts any program; the caller awaits `exit`. */
export function openProgram(
  file: string,
  words: readonly string[],
  { cwd, env = {}, columns = 100 }: TerminalOptions,
): Terminal {
  const child = pty.spawn(file, [...words], {
    cwd,
    cols: columns,
    rows: 40,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, XDG_CACHE_HOME: cacheHome, TERM: 'xterm-256color', ...env },
  });
  let drawn = '';
  let seen = 0;
  const watchers = new Set<() => void>();
  child.onData((data) => {
    drawn += data;
    for (const watcher of watchers) watcher();
  });
  const exit = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => resolve(exitCode));
  });
  const end = (): Promise<unknown> => {
    child.kill(process.platform === 'win32' ? undefined : 'SIGKILL');
    return exit;
  };
  return {
    sees: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const at = plain(drawn).indexOf(text, seen);
          if (at === -1) return;
          seen = at + text.length;
          finish(resolve);
        };
        const timer = setTimeout(
          () =>
            finish(() => {
              // A program left waiting would keep the test runner waiting too.
              end();
              reject(new Error(`never saw ${JSON.stringify(text)} after:\n${plain(drawn).slice(seen)}`));
            }),
          patienceMs,
        );
        const finish = (then: () => void): void => {
          clearTimeout(timer);
          watchers.delete(look);
          then();
        };
        watchers.add(look);
        look();
      }),
    types: (keys) => child.write(keys),
    screen: () => plain(drawn),
    raw: () => drawn,
    exit,
    interrupt: () => child.kill('SIGINT'),
    end,
  };
}

function plain(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
}
