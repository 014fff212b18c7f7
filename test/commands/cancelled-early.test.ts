import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { Cancelled } from '../../src/errors.js';
import { keepEvents } from '../support/events/keep-events.js';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
  for (const part of ['cur', 'new', 'tmp']) await mkdir(path.join(cwd, 'M', part), { recursive: true });
  await keepEvents(cwd);
  await mkdir(path.join(cwd, 'held'));
  // Of another machine, whose signs are waited for.
  await writeFile(path.join(cwd, 'held/.listen.lock'), '{"pid":1,"host":"another","since":"2026-11-28T10:00:00.000Z"}');
  const relay = '{ host: "127.0.0.1:9", tls: none, auth: none }';
  const mailbox = '{ name: qa, type: maildir, path: M }';
  await writeFile(
    path.join(cwd, 'akrelay.yaml'),
    `senders: [{ name: dead, provider: custom, relay: ${relay} }]\nmailboxes: [${mailbox}]\ntest: { from: a@example.com, recipients: [qa@example.net] }\n`,
  );
});

/** Ctrl-C after so many turns of the event loop: before the command has begun, while it is being set up, while it works. */
async function ctrlCAfter(turns: number): Promise<AbortSignal> {
  const stop = new AbortController();
  const turn = (left: number): void => {
    if (left === 0) stop.abort(new Cancelled('SIGINT'));
    else setImmediate(turn, left - 1);
  };
  turn(turns);
  return stop.signal;
}

test.each([
  ['lab --port 0'],
  ['lab --port 0 --keep mail'],
  ['events listen --path-env P --store new'],
  ['events listen --path-env P --store held'],
  ['events tail'],
  ['watch check --every 1h'],
  ['watch verify M --every 1h --state s.json --receiver mx.example.net'],
  ['fetch x1 --maildir M --wait 1h'],
  ['prove dead --mailbox qa --wait 1h --resolver none'],
])('Ctrl-C at any moment ends %s, and is no bug', async (words) => {
  for (const turns of [0, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000]) {
    const cancelled = await ctrlCAfter(turns);
    const { exit, stderr } = await inProcess(words.split(' '), {
      cwd,
      env: { P: 'a-secret-path-of-25-chars' },
      cancelled,
    });
    expect([turns, stderr]).toEqual([turns, expect.not.stringContaining('Internal error')]);
    expect([turns, [0, 1, 69, 130].includes(exit ?? -1)]).toEqual([turns, true]);
  }
});
