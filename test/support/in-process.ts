import { Readable } from 'node:stream';
// What is loaded at the same moment, as a command and its view are: jest cannot link what both import then.
import '../../src/events/statistics/index.js';
import '../../src/world/dns/node-dns.js';
import '../../src/world/events/node-events.js';
import '../../src/world/lab/node-lab.js';
import '../../src/world/mailboxes/node-mailboxes.js';
import '../../src/world/messages/node-byte-source.js';
import '../../src/world/messages/node-mailbox.js';
import { wrapText } from '../../src/cells.js';
import type { Globals } from '../../src/globals.js';
import { main } from '../../src/main.js';
import { nodeClock } from '../../src/world/node-clock.js';
import { nodeWorld } from '../../src/world/node-world.js';
import { nodeStatistics } from '../../src/world/statistics/node-statistics.js';
import type { Prompts, World } from '../../src/world/world.js';
import { akrelay, type Run, withoutBrokenSentences } from './program.js';
import { program } from './program-under-test.js';

export interface InProcessOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Of a pipe; it is the process's, so one call at a time. */
  readonly stdin?: string | Uint8Array;
  readonly prompts?: Prompts;
  readonly cancelled?: AbortSignal;
  /** Of a terminal. */
  readonly columns?: number;
}

/** Runs a command as the program would, but inside the test: tens of runs in the time of one process. */
export async function inProcess(words: readonly string[], options: InProcessOptions): Promise<Run> {
  const { cwd, env = {}, stdin, prompts, cancelled = new AbortController().signal } = options;
  // Another runtime has other errors: what needs nothing of this process is asked of the single file itself.
  if (program.kind === 'single-file' && [prompts, options.cancelled, options.columns].every((one) => one === undefined))
    return akrelay(words, { cwd, env, stdin: stdin ?? '' });
  const said = { out: '', err: '' };
  const write = (text: string): boolean => {
    said.err += wrapText(text, options.columns);
    return true;
  };
  const call = {
    cwd,
    env,
    cancelled,
    colour: 'off',
    standardError: () => ({ isTTY: false, write }) as unknown as NodeJS.WriteStream,
  } as const;
  let masked = (text: string): string => text;
  const worldOf = async (globals: Globals): Promise<World> => {
    const { world, mask } = nodeWorld(globals, call);
    masked = mask;
    // The world's own would open standard input, which is the tests'.
    Object.defineProperty(world, 'prompts', { value: prompts });
    return Object.assign(world, {
      statistics: async () => nodeStatistics(cwd, { cancelled, mask, sleep: nodeClock.sleep, retryMs: 1 }),
      threads: () => Promise.reject(new Error('no threads here')),
      demoStage: () => Promise.reject(new Error('no stage here')),
    });
  };
  if (stdin !== undefined) Object.defineProperty(process, 'stdin', { value: pipeOf(stdin), configurable: true });
  const exit = await main(words, {
    out: async (text) => {
      said.out += typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
    },
    err: (text) => {
      said.err += text;
    },
    fromOutside: (text) => masked(text),
    columns: options.columns,
    errColumns: options.columns,
    colour: { out: false, err: false },
    world: worldOf,
    interrupted: new Promise(() => undefined),
  });
  const run = { exit, stdout: said.out, stderr: said.err };
  // Lines that a terminal breaks are parts of sentences.
  return options.columns === undefined ? withoutBrokenSentences(words, run) : run;
}

/** In pieces as a pipe gives them. */
function pipeOf(content: string | Uint8Array): Readable {
  const bytes = Buffer.from(content as string);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, at) =>
    bytes.subarray(at * 65_536, (at + 1) * 65_536),
  );
  return Readable.from(pieces, { objectMode: false });
}
