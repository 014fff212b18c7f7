import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { AkrelayError } from '../../errors.js';
import type { EventSource } from '../../events/index.js';
import type { OwnProgram } from '../own-program.js';
import { askWeb } from '../web/ask-web.js';

/** `akrelay events listen`, which keeps events next to the demo's files, and those who post to it. */
export interface Callbacks {
  /** Posts events and waits until they are kept. */
  readonly post: (source: EventSource, events: readonly object[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const answerMs = 10_000;

/** Starts the program as a receiver in the folder. It is waited for when there is something to post. */
export function startCallbacks(program: OwnProgram, folder: string, secretPath: string): Callbacks {
  const words = [...program.words, 'events', 'listen', '--path-env', 'EVENTS_PATH', '--json'];
  const child = spawn(program.file, words, {
    cwd: folder,
    env: { ...process.env, EVENTS_PATH: secretPath },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close').catch(() => undefined);
  const port = portOf(child);
  port.catch(() => undefined);
  const ask = async (path: string, body: string) =>
    askWeb({
      url: `http://127.0.0.1:${await port}/${secretPath}/${path}`,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.from(body),
      pace: 'at-once',
      caPem: undefined,
      timeoutMs: answerMs,
      cancelled: new AbortController().signal,
      mask: (text) => text,
    });
  return {
    post: async (source, events) => {
      const answer = await ask(source, JSON.stringify(source === 'sendsay' ? { events } : events));
      if (answer.kind === 'failed' || answer.status !== 200)
        throw new AkrelayError('temporary', { message: "The demo's receiver of events did not accept an event." });
    },
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The first line that it prints says where it listens. */
function portOf({ stdout }: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    stdout?.on('data', (chunk: Uint8Array) => {
      said += Buffer.from(chunk).toString();
      const [line, rest] = said.split('\n', 2);
      if (line !== undefined && rest !== undefined) resolve((JSON.parse(line) as { port: number }).port);
    });
    stdout?.on('close', () =>
      reject(new AkrelayError('temporary', { message: "The demo's receiver of events did not start." })),
    );
  });
}
