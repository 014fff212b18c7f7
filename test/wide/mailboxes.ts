import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeAuthority } from '../../src/world/lab/certificates.js';
import { type Dovecot, mailUser, startDovecot, whyNoDovecot } from '../support/mailboxes/dovecot.js';
import { akrelay, emptyFolder, type Run } from '../support/program.js';
import { report } from '../support/servers/report.js';

const obstacle = whyNoDovecot();
report(obstacle === undefined ? 'Dovecot: ran' : `Dovecot: not run, ${obstacle}`);

test('Dovecot is here, or the report says why not', () => {
  expect(obstacle === undefined || obstacle.length > 0).toBe(true);
});

const letter = (token: string, body = 'x'): string =>
  `From: a@example.com\r\nTo: qa@example.net\r\nMessage-ID: <${token}@example.com>\r\nX-Letter-Id: ${token}\r\nSubject: s\r\n\r\n${body}\r\n`;

(obstacle === undefined ? describe : describe.skip)('a mailbox of Dovecot', () => {
  let dovecot: Dovecot;
  let cwd: string;
  let folder: string;
  const env = { U: mailUser.username, P: mailUser.password };

  beforeAll(async () => {
    folder = await emptyFolder();
    cwd = await emptyFolder();
    const authority = await makeAuthority();
    dovecot = await startDovecot(folder, authority);
    await writeFile(path.join(cwd, 'ca.pem'), authority.caPem);
    const { implicit, starttls } = dovecot.ports;
    const login = 'username: { env: U }, password: { env: P }, ca: ca.pem';
    await writeFile(
      path.join(cwd, 'akrelay.yaml'),
      `mailboxes:
  - { name: qa, type: imap, host: "localhost:${implicit}", ${login} }
  - { name: by-starttls, type: imap, host: "localhost:${starttls}", tls: starttls, ${login} }
  - { name: archive, type: imap, host: "localhost:${implicit}", folders: [Archive], ${login} }
  - { name: elsewhere, type: imap, host: "localhost:${implicit}", folders: [Nowhere], ${login} }
`,
    );
  }, 60_000);
  afterAll(async () => {
    await dovecot.stop();
    await rm(folder, { recursive: true });
  });

  const run = (words: string, more: Record<string, string> = {}): Promise<Run> =>
    akrelay(words.split(' '), { cwd, env: { ...env, ...more } });

  test.each(['qa', 'by-starttls'])(
    '%s: every byte comes as it is kept, and nothing is marked as read',
    async (name) => {
      const bytes = Buffer.from(letter(`bytes-${name}`, '\xcf\xf0\xe8\xe2\xe5\xf2 x\r\n.\r\nFrom me'), 'latin1');
      dovecot.deliver('INBOX', bytes);
      const { exit, stderr } = await run(`fetch bytes-${name} --mailbox ${name} --save ${name}.eml`);
      expect([exit, stderr]).toEqual([0, '']);
      expect(await readFile(path.join(cwd, `${name}.eml`))).toEqual(bytes);
      expect((await dovecot.inbox()).filter((file) => /:2,.*S/.test(file))).toEqual([]);
    },
  );

  test('unwanted mail is found by its special use, and said to be that', async () => {
    dovecot.deliver('Спам', letter('junk-1'));
    const { exit, stdout, stderr } = await run('fetch junk-1 --mailbox qa --json');
    expect([exit, JSON.parse(stdout).message]).toMatchObject([0, { folder: 'Спам', kind: 'junk', token: 'junk-1' }]);
    expect(stderr).toContain('Спам');
  });

  test('other folders are looked into when they are named', async () => {
    dovecot.deliver('Archive', letter('filed-1'));
    expect((await run('fetch filed-1 --mailbox qa')).exit).toBe(1);
    expect((await run('fetch filed-1 --mailbox archive')).exit).toBe(0);
    const { exit, stderr } = await run('fetch filed-1 --mailbox elsewhere');
    expect([exit, stderr]).toEqual([66, expect.stringContaining("has no folder 'Nowhere'")]);
  });

  test('a part of a token, and a token in a text, are no match', async () => {
    dovecot.deliver('INBOX', letter('whole-token-1', 'X-Letter-Id: in-the-text'));
    for (const token of ['whole-token', 'token-1', 'in-the-text'])
      expect((await run(`fetch ${token} --mailbox qa`)).exit).toBe(1);
  });

  test('mail that comes while it waits is heard of, in the inbox and in Junk', async () => {
    const waiting = ['late-1', 'late-2'].map((token) => run(`fetch ${token} --mailbox qa --wait 40s --json`));
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    dovecot.deliver('INBOX', letter('late-1'));
    dovecot.deliver('Спам', letter('late-2'));
    const found = (await Promise.all(waiting)).map(({ stdout }) => JSON.parse(stdout).message?.folder);
    expect(found).toEqual(['INBOX', 'Спам']);
  }, 60_000);

  test('what is deleted is gone, and only that', async () => {
    dovecot.deliver('INBOX', letter('away-1'));
    dovecot.deliver('INBOX', letter('stays-1'));
    expect((await run('fetch away-1 --mailbox qa --save away.eml --delete')).exit).toBe(0);
    expect((await run('fetch away-1 --mailbox qa')).exit).toBe(1);
    expect((await run('fetch stays-1 --mailbox qa')).exit).toBe(0);
  });

  test.each<[string, string, Record<string, string>, number, string]>([
    ['a wrong password', 'fetch x1 --mailbox qa', { P: 'wr0ng-Passw0rd' }, 77, 'rejects the login'],
    [
      'no authority',
      'fetch x1 --imap localhost:PORT --username-env U --password-env P',
      {},
      76,
      'not signed by a trusted authority',
    ],
    [
      'another name',
      'fetch x1 --imap localhost:PORT --username-env U --password-env P --ca ca.pem --tls-name mail.example.org',
      {},
      76,
      'not for mail.example.org',
    ],
    [
      'STARTTLS on the wrong port',
      'fetch x1 --imap localhost:PORT --tls starttls --timeout 3 --username-env U --password-env P',
      {},
      75,
      'within 3',
    ],
  ])('%s', async (_name, words, more, code, says) => {
    const { exit, stderr } = await run(words.replace('PORT', String(dovecot.ports.implicit)), more);
    expect([exit, stderr]).toEqual([code, expect.stringContaining(says)]);
    expect(stderr).not.toContain('wr0ng-Passw0rd');
  });

  test('among 50,000 messages', async () => {
    const store = path.join(folder, 'store', 'qa', 'cur');
    await mkdir(store, { recursive: true });
    for (let i = 0; i < 50_000; i++)
      await writeFile(path.join(store, `${1_700_000_000 + i}.m${i}.x:2,S`), letter(`old-${i}`));
    const { execFileSync } = await import('node:child_process');
    execFileSync('chown', ['-R', 'mail:mail', store]);
    dovecot.deliver('INBOX', letter('the-one'));
    for (const token of ['old-7', 'the-one'])
      expect((await run(`fetch ${token} --mailbox qa --timeout 120 --save big-${token}.eml`)).exit).toBe(0);
    expect((await run('fetch not-there --mailbox qa --timeout 120')).exit).toBe(1);
  }, 300_000);
});
