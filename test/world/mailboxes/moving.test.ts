import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { inProcess } from '../../support/in-process.js';
import { startMailpit } from '../../support/mailboxes/mailpit.js';
import { emptyFolder } from '../../support/program.js';

const letter = (token: string, more = ''): string =>
  `Received: from a by b; Sat, 28 Nov 2026 10:00:00 +0000\nFrom: a@example.com\nX-Letter-Id: ${token}\n\n${more}text of ${token}\n`;
const framed = (token: string, more = ''): string =>
  `From a@example.com Sat Nov 28 10:00:00 2026\n${letter(token, more)}\n`;

const others: ChildProcess[] = [];
afterEach(() => {
  for (const other of others.splice(0)) other.kill('SIGKILL');
});

/** Another process, which does `act` again and again, with a pause of a millisecond or two. */
async function meanwhile(act: string, cwd: string): Promise<ChildProcess> {
  const script = `const fs = require('node:fs'); let turn = 0; const act = () => { ${act}; turn += 1 };
    const again = () => { act(); setTimeout(again, 1 + (turn % 2)); }; again(); console.log('ready');`;
  const other = spawn(process.execPath, ['-e', script], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  others.push(other);
  await once(other.stdout, 'data');
  return other;
}

const rounds = Array.from({ length: 25 }, (_, round) => round);

describe('a message that a mail program handles meanwhile', () => {
  test('in a Maildir it is moved, and gets flags: it is found, once', async () => {
    const cwd = await emptyFolder();
    for (const part of ['new', 'cur', 'tmp']) await mkdir(path.join(cwd, 'M', part), { recursive: true });
    for (let n = 0; n < 20; n++) await writeFile(path.join(cwd, `M/cur/2.${n}:2,`), letter(`other-${n}`));
    await writeFile(path.join(cwd, 'own'), '');
    // From new to cur and never back, as mail programs do; there its flags change.
    await meanwhile(
      `const own = fs.readFileSync('own', 'utf8'); const flags = ['', ':2,', ':2,S', ':2,RS'];
       const now = flags.findIndex((some) => fs.existsSync((some ? 'M/cur/' : 'M/new/') + own + some));
       if (own && now >= 0) fs.renameSync((now ? 'M/cur/' : 'M/new/') + own + flags[now], 'M/cur/' + own + flags[now % 3 + 1])`,
      cwd,
    );
    for (const round of rounds) {
      await writeFile(path.join(cwd, `M/new/1.${round}`), letter(`it-${round}`));
      await writeFile(path.join(cwd, 'own'), `1.${round}`);
      const { exit, stdout, stderr } = await inProcess(
        ['fetch', `it-${round}`, '--maildir', 'M', '--save', 'it.eml', '--json'],
        { cwd },
      );
      expect([round, exit, stderr]).toEqual([round, 0, '']);
      expect(JSON.parse(stdout).message).toMatchObject({ copies: 1 });
      expect(await readFile(path.join(cwd, 'it.eml'), 'utf8')).toBe(letter(`it-${round}`));
    }
  });

  test('in a Maildir that is verified it is moved, and gets flags: each message is read, once', async () => {
    const cwd = await emptyFolder();
    for (const part of ['new', 'cur', 'tmp']) await mkdir(path.join(cwd, 'M', part), { recursive: true });
    const owns = Array.from({ length: 200 }, (_, n) => `${100 + n}.a`);
    for (const own of owns) await writeFile(path.join(cwd, `M/new/${own}`), letter(own));
    // Two hundred are moved; the first of them are marked then.
    const marking = await meanwhile(
      `const own = (100 + turn % 200) + '.a'; const flags = ':2,' + 'FRST'.slice(0, turn / 200);
       if (turn < 1000) fs.renameSync(turn < 200 ? 'M/new/' + own : 'M/cur/' + own + ':2,' + 'FRST'.slice(0, turn / 200 - 1), 'M/cur/' + own + flags)`,
      cwd,
    );
    for (let round = 0; round < 4; round++) {
      const { stdout } = await inProcess(['verify', 'M', '--json', '--receiver', 'b'], { cwd });
      const { results } = JSON.parse(stdout) as { results: { source: string; verdict: string }[] };
      const read = results.map(({ source, verdict }) => `${/\d+\.a/.exec(source)?.[0]} ${verdict}`);
      expect(read.sort()).toEqual(owns.map((own) => `${own} ${results[0]?.verdict}`));
    }
    expect(marking.exitCode).toBe(null);
  });

  test('in an mbox those above it are removed: it is found, and no other, and whole', async () => {
    const cwd = await emptyFolder();
    const box = (count: number): string =>
      [
        ...Array.from({ length: count }, (_, n) => framed(`above-${n}`, 'x\n'.repeat(n))),
        framed('it'),
        framed('below'),
      ].join('');
    await writeFile(path.join(cwd, 'box'), box(5));
    await writeFile(path.join(cwd, 'boxes.json'), JSON.stringify([5, 4, 3, 2, 1, 0].map(box)));
    await meanwhile(
      `const boxes = globalThis.boxes ??= JSON.parse(fs.readFileSync('boxes.json'));
       fs.writeFileSync('box.new', boxes[turn % 6]); fs.renameSync('box.new', 'box')`,
      cwd,
    );
    for (const round of rounds) {
      const { exit, stderr } = await inProcess(['fetch', 'it', '--mbox', 'box', '--save', 'it.eml'], { cwd });
      expect([round, exit, stderr]).toEqual([round, 0, '']);
      expect(await readFile(path.join(cwd, 'it.eml'), 'utf8')).toBe(letter('it'));
    }
  });

  test('in an mbox it is still being written: all of it is read', async () => {
    const cwd = await emptyFolder();
    const text = framed('it', 'a line\n'.repeat(5_000));
    await writeFile(path.join(cwd, 'text'), text);
    await writeFile(path.join(cwd, 'box'), framed('above'));
    const piece = Math.ceil(text.length / 200);
    await meanwhile(
      `const text = fs.readFileSync('text'); fs.appendFileSync('box', text.subarray(turn * ${piece}, (turn + 1) * ${piece}))`,
      cwd,
    );
    const { exit } = await inProcess(['fetch', 'it', '--mbox', 'box', '--save', 'it.eml', '--wait', '20s'], { cwd });
    expect([exit, await readFile(path.join(cwd, 'it.eml'), 'utf8')]).toEqual([
      0,
      text.slice(text.indexOf('\n') + 1, -1),
    ]);
  });

  test('in Mailpit others come and go between two requests', async () => {
    let asked = 0;
    const pit = await startMailpit((request, response) => {
      // The list names a message that is deleted by the time its header is asked for.
      if (!request.url?.includes('/messages?')) return false;
      if (asked++ > 0) return false;
      response.end(
        JSON.stringify({ messages: [{ ID: 'gone', Created: '2026-11-28T10:00:00Z' }, { ID: 'id-1' }, { ID: 'id-1' }] }),
      );
      return true;
    });
    pit.deliver(letter('it').replaceAll('\n', '\r\n'));
    const cwd = await emptyFolder();
    const { exit, stdout } = await inProcess(['fetch', 'it', '--mailpit', pit.url, '--save', 'it.eml', '--json'], {
      cwd,
    });
    await pit.close();
    expect([exit, JSON.parse(stdout || '{}').message]).toMatchObject([0, { copies: 1 }]);
  });
});
