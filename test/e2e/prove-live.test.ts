import { renameSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMaildir, traceFields } from '../../src/world/lab/maildir.js';
import { serveLab } from '../../src/world/lab/server.js';
import { proofConfig } from '../support/lab/proof-config.js';
import { akrelay, emptyFolder } from '../support/program.js';
import { screenOf } from '../support/screen.js';
import { key, openTerminal, type TerminalOptions } from '../support/terminal.js';

let cwd: string;
let lab: { readonly port: number; readonly close: () => void };
/** How long a message is under way; undefined: it never arrives. */
let underWayMs: number | undefined;

beforeAll(async () => {
  cwd = await emptyFolder();
  await openMaildir(cwd, 'M');
  lab = await serveLab({ tls: 'none', auth: [], faults: [] }, 0, {
    line: () => undefined,
    message: (message) => {
      const name = `${message.id}-${process.hrtime.bigint()}`;
      const arrive = (): void => {
        writeFileSync(path.join(cwd, `M/tmp/${name}`), `${traceFields(message, new Date())}${message.text}\r\n`);
        renameSync(path.join(cwd, `M/tmp/${name}`), path.join(cwd, `M/new/${name}`));
      };
      if (underWayMs !== undefined) setTimeout(arrive, underWayMs);
    },
  });
  await writeFile(path.join(cwd, 'akrelay.yaml'), proofConfig(lab.port, 'qa'));
});
afterAll(() => lab.close());

const words = ['prove', 'lab', '--skip', 'event', '--resolver', 'none', '--wait', '20s'];
const onTerminal = (more: readonly string[], options: Partial<TerminalOptions> = {}) =>
  openTerminal([...words, ...more], { cwd, ...options });

/** Positions of the cursor, or text that is erased. */
const moves = /\u001b\[\d*[AJK]/;

describe('the steps of prove on a terminal', () => {
  test.each([100, 44])('are listed as they come, in %d columns, and give way to the result', async (columns) => {
    underWayMs = 2_500;
    const person = onTerminal([], { columns });
    await person.sees('lab:');
    await person.sees('  ok    connect ');
    await person.sees('  ok    send');
    await person.sees('  ...   arrival ');
    // Every line of the list fits: none was wrapped, so each erasing removed all of it.
    expect(await person.exit).toBe(0);
    const screen = screenOf(person.raw(), columns);
    expect(screen.match(/ arrival /g)).toHaveLength(1);
    expect(screen).toMatch(/^lab: proved(?:, with remarks)?[\s\S]*\n {2}ok {4}arrival {9}in INBOX/);
    expect(screen).not.toContain('...');
    // What is under way counts its seconds.
    expect(person.screen()).toMatch(/\n {2}\.{3} {3}arrival +[1-9]\d* s/);
    // No colour in what moves.
    expect(person.raw().slice(0, person.raw().lastIndexOf('\u001b[J'))).not.toMatch(/\u001b\[[0-9;]*m/);
  });

  test('Ctrl-C leaves nothing of the list', async () => {
    underWayMs = undefined;
    const person = onTerminal([]);
    await person.sees('  ...   arrival');
    person.types(key.ctrlC);
    expect(await person.exit).toBe(130);
    const screen = screenOf(person.raw(), 100).replace('^C', '');
    expect(screen).not.toMatch(/arrival|connect|lab:/);
    expect(screen.trim()).toMatch(/^warning: The message was sent[\s\S]*\nerror: Cancelled/);
  });

  test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['with --quiet', ['--quiet'], {}],
    ['on a terminal without escapes', [], { TERM: 'dumb' }],
  ])('%s there is no list', async (_name, more, env) => {
    underWayMs = 0;
    const person = onTerminal(more, { env });
    expect(await person.exit).toBe(0);
    expect(person.raw()).not.toMatch(moves);
  });

  test('NO_COLOR: the list without a colour', async () => {
    underWayMs = 0;
    const person = onTerminal([], { env: { NO_COLOR: '1' } });
    expect(await person.exit).toBe(0);
    expect(person.raw()).toMatch(moves);
    expect(person.raw()).not.toMatch(/\u001b\[[0-9;]*m/);
  });
});

test('in a pipe there are plain lines, and nothing on stderr', async () => {
  underWayMs = 0;
  const { exit, stdout, stderr } = await akrelay(words, { cwd });
  expect([exit, stderr]).toEqual([0, '']);
  expect(stdout).not.toContain('\u001b');
});
