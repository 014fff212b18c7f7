import { setMaxListeners } from 'node:events';
import { AkrelayError, Cancelled, isTerminated } from './errors.js';
import { exitCodes } from './exit-code.js';
import type { Globals } from './globals.js';
import { type Host, main } from './main.js';
import { safeText } from './safe-text.js';
import { reasonOf } from './world/files/node-reason.js';
import { hasColour } from './world/terminal/colour.js';
import { standardError } from './world/terminal/standard-error.js';
import { standardOutput } from './world/terminal/standard-output.js';

/** The one place that knows the process: streams, signals, exit code. */
const cancelled = new AbortController();
/** How long a command may take to close what it holds open: a person waits after Ctrl-C; a container is given 10 s after SIGTERM. */
const graceMs = { SIGINT: 3_000, SIGTERM: 8_000 } as const;
/** How long output that is written may still be under way. */
const drainMs = 500;
const endedBy = { SIGINT: 'cancelled', SIGTERM: 'terminated' } as const;

const output = standardOutput();

const host: Host & { fromOutside: Host['fromOutside'] } = {
  out: (text) => output.write(text).catch(stdoutFailed),
  err: (text) => void writeTo(standardError(), text).catch(() => undefined),
  // The world replaces it, which knows the secrets of the call.
  fromOutside: (text) => text,
  // A terminal whose size is not known has 0.
  columns: output.columns || undefined,
  get errColumns() {
    const { isTTY, columns } = standardError();
    return isTTY && columns > 0 ? columns : undefined;
  },
  colour: {
    out: hasColour(output),
    get err() {
      return hasColour(standardError());
    },
  },
  world: async (globals: Globals) => {
    const { nodeWorld } = await import('./world/node-world.js');
    const colour = globals.colour === 'auto' && host.colour.out ? 'on' : 'off';
    const call = { cwd: process.cwd(), env: process.env, standardError, cancelled: cancelled.signal, colour } as const;
    const { world, mask } = nodeWorld(globals, call);
    host.fromOutside = mask;
    return world;
  },
  interrupted: new Promise<never>((_resolve, reject) => {
    cancelled.signal.addEventListener('abort', () => {
      const grace = graceMs[isTerminated(cancelled.signal) ? 'SIGTERM' : 'SIGINT'];
      setTimeout(() => reject(cancelled.signal.reason), grace).unref();
    });
  }),
};
host.interrupted.catch(() => undefined);

// As many parts of a command as hold something open listen to it: of that Node need not warn.
setMaxListeners(0, cancelled.signal);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (cancelled.signal.aborted) process.exit(exitCodes[endedBy[signal]].code);
    cancelled.abort(new Cancelled(signal));
  });

process.once('beforeExit', stuck);
main(process.argv.slice(2), host).then(exit, (error) => {
  standardError().write(`${safeText(host.fromOutside(String(error)))}\n`);
  exit(exitCodes.bug.code);
});

/** Nothing is left that a command could wait for, and it has not ended. Node would end now, with the code of success. */
function stuck(): void {
  standardError().write('error: Internal error: the command ended without a result; this is a bug in akrelay.\n');
  process.exit(exitCodes.bug.code);
}

/**
 * Lets pending output drain. What a library still holds open then, a name server that does not answer for one, ends with the
 * process; after Ctrl-C, or when the reader has gone, at once.
 */
function exit(result: number): void {
  process.off('beforeExit', stuck);
  const code = result === exitCodes.cancelled.code ? codeOfSignal() : result;
  process.exitCode = code;
  if (cancelled.signal.aborted || code === exitCodes.pipeClosed.code) process.exit(code);
  const force = setTimeout(() => process.exit(code), drainMs).unref();
  process.once('beforeExit', () => clearTimeout(force));
}

function codeOfSignal(): number {
  return exitCodes[isTerminated(cancelled.signal) ? 'terminated' : 'cancelled'].code;
}

function writeTo(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())));
}

/** A reader that has gone is main's matter; a full disk is nobody's bug. */
function stdoutFailed(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') throw error;
  throw new AkrelayError('cannot-write', {
    message: `Cannot write to standard output: ${reasonOf(error)}.`,
    hint: 'Free some space, or write the output elsewhere. Changes already made are kept.',
    cause: error,
  });
}
