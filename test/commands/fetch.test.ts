import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spec } from '../../src/commands/fetch.js';
import { inProcess } from '../support/in-process.js';
import { type CertificateZoo, makeZoo } from '../support/lab/certificate-zoo.js';
import { flood, startHostileImap } from '../support/mailboxes/hostile-imap.js';
import { type ImapServer, imapLogin, startImap } from '../support/mailboxes/imap-server.js';
import { type MailpitServer, mailpitLogin, startMailpit } from '../support/mailboxes/mailpit.js';
import { optionsOf } from '../support/memory-world.js';
import { emptyFolder, type Run } from '../support/program.js';
import { program } from '../support/program-under-test.js';

const letter = (token: string, more = ''): string =>
  `Received: from a by b; Sat, 28 Nov 2026 10:00:00 +0000\r\nFrom: a@example.com\r\nMessage-ID: <id.${token}@example.com>\r\nX-Letter-Id: ${token}\r\nSubject: \xcf\xf0\r\n${more}\r\n\xcf\xf0\xe8\xe2\xe5\xf2\r\n\r\n`;

let cwd: string;
let zoo: CertificateZoo;
let imap: ImapServer;
let mailpit: MailpitServer;
const env = {
  U: imapLogin.username,
  P: imapLogin.password,
  T: 'testtoken',
  PU: mailpitLogin.username,
  PP: mailpitLogin.password,
};

beforeAll(async () => {
  cwd = await emptyFolder();
  zoo = await makeZoo();
  [imap, mailpit] = await Promise.all([startImap({ pair: zoo.pairs.good }), startMailpit()]);
  for (const folder of ['M', 'M/.Junk', 'M/.&BCEEPwQwBDw-', 'M/.Archive'])
    for (const part of ['cur', 'new', 'tmp']) await mkdir(path.join(cwd, folder, part), { recursive: true });
  const put = (file: string, token: string): Promise<void> => writeFile(path.join(cwd, file), letter(token), 'latin1');
  await put('M/new/1.a', 'in-new');
  await put('M/cur/2.b:2,S', 'in-cur');
  await put('M/.Junk/new/3.c', 'in-junk');
  await put('M/.&BCEEPwQwBDw-/cur/4.d:2,', 'in-spam');
  await put('M/.Archive/cur/5.e', 'in-archive');
  const separator = 'From a@example.com Sat Nov 28 10:00:00 2026\n';
  const messages = ['box-1', 'box-2', 'box-3'].map((token) => separator + letter(token).replaceAll('\r\n', '\n'));
  await writeFile(path.join(cwd, 'box'), messages.map((message) => `${message}\n`).join(''), 'latin1');
  await writeFile(path.join(cwd, 'ca.pem'), zoo.authority.caPem);
  for (const token of ['one', 'twice', 'twice']) {
    imap.deliver('INBOX', letter(token));
    mailpit.deliver(letter(token));
  }
  imap.deliver('Спам', letter('unwanted'));
  imap.deliver('Archive', letter('filed'));
  const login = 'username: { env: U }, password: { env: P }';
  const server = `type: imap, host: "localhost:${imap.port}", ca: ca.pem`;
  await writeFile(
    path.join(cwd, 'akrelay.yaml'),
    `mailboxes:
  - { name: maildir, type: maildir, path: M }
  - { name: archive, type: maildir, path: M, folders: [Archive] }
  - { name: nowhere, type: maildir, path: M, folders: [Nowhere] }
  - { name: box, type: mbox, path: box }
  - { name: imap, ${server}, ${login} }
  - { name: filed, ${server}, ${login}, folders: [archive, Archive] }
  - { name: oauth, ${server}, auth: xoauth2, username: { env: U }, password: { env: T } }
  - { name: pit, type: mailpit, url: "${mailpit.url}" }
  - { name: secured, type: mailpit, url: "${mailpit.url}/secured", username: { env: PU }, password: { env: PP } }
`,
  );
});
afterAll(() => Promise.all([imap.close(), mailpit.close()]));

const run = (words: string, more: Record<string, string> = {}): Promise<Run> =>
  inProcess(['fetch', ...words.split(' ')], { cwd, env: { ...env, ...more } });

describe('the message of a token', () => {
  test.each<[string, string, string, string]>([
    ['in-new', 'maildir', 'INBOX', 'inbox'],
    ['in-cur', 'maildir', 'INBOX', 'inbox'],
    ['in-junk', 'maildir', 'Junk', 'junk'],
    ['in-spam', 'maildir', 'Спам', 'junk'],
    ['in-archive', 'archive', 'Archive', 'other'],
    ['box-1', 'box', 'box', 'inbox'],
    ['box-3', 'box', 'box', 'inbox'],
    ['one', 'imap', 'INBOX', 'inbox'],
    ['id.one@example.com', 'imap', 'INBOX', 'inbox'],
    ['unwanted', 'imap', 'Спам', 'junk'],
    ['one', 'oauth', 'INBOX', 'inbox'],
    ['one', 'pit', 'inbox', 'inbox'],
    ['<id.one@example.com>', 'pit', 'inbox', 'inbox'],
    ['one', 'secured', 'inbox', 'inbox'],
  ])('%s of %s is in %s', async (key, mailbox, folder, kind) => {
    const { exit, stdout, stderr } = await run(`${key} --mailbox ${mailbox} --save got --json`);
    const { message } = JSON.parse(stdout);
    expect([exit, message]).toMatchObject([0, { folder, kind, copies: 1, savedAs: 'got', removed: null }]);
    const ends = mailbox === 'box' ? letter(message.token).replaceAll('\r\n', '\n') : letter(message.token);
    expect(await readFile(path.join(cwd, 'got'), 'latin1')).toBe(ends);
    expect(stderr.includes('treats it as spam')).toBe(kind === 'junk');
  });

  test.each<[string, string]>([
    ['in-archive', 'maildir'],
    ['in-ne', 'maildir'],
    ['box-4', 'box'],
    ['filed', 'imap'],
    ['on', 'imap'],
    ['on', 'pit'],
  ])('%s of %s is not found', async (key, mailbox) => {
    const { exit, stdout, stderr } = await run(`${key} --mailbox ${mailbox} --json`);
    expect([exit, JSON.parse(stdout).message]).toEqual([1, null]);
    expect(stderr).toContain('Not found in');
  });

  test('goes to standard output as it is', async () => {
    const words = [...program.words, 'fetch', 'in-new', '--mailbox', 'maildir'];
    const stdout = execFileSync(program.file, words, { cwd, env: { PATH: process.env['PATH'], HOME: cwd } });
    expect(stdout.toString('latin1')).toBe(letter('in-new'));
  });

  test('is shown harmless on a terminal', async () => {
    await writeFile(path.join(cwd, 'M/new/9.x'), letter('escapes', 'X: \x1b[2J\r\n'), 'latin1');
    const { stdout } = await inProcess(['fetch', 'escapes', '--mailbox', 'maildir'], { cwd, env, columns: 80 });
    expect(stdout).toContain('X: \\u{1b}[2J\n');
  });

  test('several of one id: the first that came, and it is said', async () => {
    for (const mailbox of ['imap', 'pit']) {
      const { exit, stderr } = await run(`twice --mailbox ${mailbox}`);
      expect([exit, stderr]).toEqual([0, expect.stringContaining('2 messages in')]);
    }
  });

  test('is waited for', async () => {
    const waiting = [
      run('later --mailbox maildir --wait 20s --json'),
      run('later --mailbox imap --wait 20s --json'),
      run('later --mailbox pit --wait 20s --json'),
    ];
    await new Promise((resolve) => setTimeout(resolve, 600));
    // As a mail server delivers: what is half written is never in new.
    await writeFile(path.join(cwd, 'M/tmp/8.y'), letter('later'), 'latin1');
    await rename(path.join(cwd, 'M/tmp/8.y'), path.join(cwd, 'M/new/8.y'));
    imap.deliver('INBOX', letter('later'));
    mailpit.deliver(letter('later'));
    expect((await Promise.all(waiting)).map(({ exit }) => exit)).toEqual([0, 0, 0]);
  });

  test('nothing was marked as read, or read in a way that marks', () => {
    expect(imap.flags('INBOX').flat()).toEqual([]);
    expect(
      mailpit.asked.filter(
        (one) => !/ \/(?:secured\/)?api\/v1\/(?:messages|message\/id-\d+\/(?:headers|raw))$/.test(one),
      ),
    ).toEqual([]);
  });
});

describe('--delete', () => {
  test.each(['maildir', 'imap', 'pit'])('%s: removes the message that was saved, and no other', async (mailbox) => {
    await writeFile(path.join(cwd, 'M/new/7.z'), letter('away'), 'latin1');
    if (mailbox === 'imap') imap.deliver('INBOX', letter('away'));
    if (mailbox === 'pit') mailpit.deliver(letter('away'));
    const { exit, stdout } = await run(`away --mailbox ${mailbox} --save away --delete --json`);
    expect([exit, JSON.parse(stdout).message.removed]).toEqual([0, 'deleted']);
    expect((await run(`away --mailbox ${mailbox}`)).exit).toBe(1);
    expect((await run(`${mailbox === 'maildir' ? 'in-new' : 'one'} --mailbox ${mailbox}`)).exit).toBe(0);
  });

  test('of an mbox is refused, and the file stays', async () => {
    const before = await readFile(path.join(cwd, 'box'));
    expect(await run('box-1 --mailbox box --save b --delete')).toMatchObject({ exit: 64 });
    expect(await readFile(path.join(cwd, 'box'))).toEqual(before);
  });
});

describe('what goes wrong has its own sentence and exit code', () => {
  test.each<[string, string, number, string]>([
    ['a folder that is not there', 'x1 --mailbox nowhere', 66, 'mailbox-no-folder'],
    ['a folder of IMAP that is not there', 'x1 --mailbox filed', 66, "no folder 'archive'"],
    ['no Maildir', 'x1 --maildir .', 66, 'is not a Maildir'],
    ['no folder', 'x1 --maildir nowhere', 66, 'Cannot read nowhere: no such folder.'],
    ['no file', 'x1 --mbox nothing', 66, 'no such file'],
    ['an unknown mailbox', 'x1 --mailbox imp', 64, 'imap'],
    ['several mailboxes', 'x1', 64, '--mailbox'],
    ['--delete without --save', 'x1 --mailbox imap --delete', 64, '--save'],
    ['--folder of an mbox', 'x1 --mailbox box --folder x', 64, '--folder'],
    ['a password for a mailbox of the config', 'x1 --mailbox imap --password-env P', 64, '--password-env'],
    ['two mailboxes', 'x1 --mbox a --maildir b', 64, '--maildir'],
    ['no token', 'x/1 --mailbox imap', 64, 'token'],
    ['a wait of a year', 'x1 --mailbox imap --wait 365d', 64, '24h'],
    ['nothing listens', 'x1 --imap 127.0.0.1:9 --username-env U --password-env P', 69, 'mailbox-unreachable'],
    ['nothing listens, Mailpit', 'x1 --mailpit http://127.0.0.1:9', 69, 'mailbox-unreachable'],
    ['no host', 'x1 --imap nowhere.invalid --username-env U --password-env P', 68, 'mailbox-no-host'],
    ['no password', 'x1 --imap 127.0.0.1:9 --username-env U', 78, 'the password of mailbox'],
    ['no login for Mailpit', 'x1 --mailpit URL/secured', 77, 'rejects the login'],
    ['no Mailpit', 'x1 --mailpit URL/elsewhere/none', 76, '404'],
  ])('%s', async (_name, words, code, says) => {
    const answered = words.includes('elsewhere')
      ? await startMailpit((_q, r) => void r.writeHead(404).end() === undefined)
      : undefined;
    const { exit, stderr, stdout } = await run(words.replace('URL', answered?.url ?? mailpit.url));
    await answered?.close();
    expect([exit, stderr, stdout]).toEqual([code, expect.stringContaining(says), '']);
  });

  const server = (port: number, more = '', seconds = 30): string =>
    `x1 --imap localhost:${port} --username-env U --password-env P --timeout ${seconds}${more}`;

  test.each<[string, 'good' | 'expired' | 'wrong-name' | 'self-signed' | 'stranger', string]>([
    ['untrusted', 'self-signed', 'tls-untrusted'],
    ['of a stranger', 'stranger', 'tls-untrusted'],
    ['for another name', 'wrong-name', 'tls-wrong-name'],
    ['expired', 'expired', 'tls-expired'],
  ])('a certificate that is %s', async (_name, kind, id) => {
    for (const tls of ['implicit', 'starttls'] as const) {
      const other = await startImap({ pair: zoo.pairs[kind], tls });
      const { exit, stderr } = await run(server(other.port, ` --ca ca.pem --tls ${tls} --json`));
      await other.close();
      expect([exit, JSON.parse(stderr).error.id]).toEqual([76, id]);
    }
  });

  test('STARTTLS that is not offered ends it before any login', async () => {
    const said: string[] = [];
    const other = await startHostileImap((_say, _tag, command) => said.push(command) < 0);
    const { exit, stderr } = await run(server(other.port, ' --tls starttls'));
    await other.close();
    expect([exit, stderr]).toEqual([76, expect.stringContaining('mailbox-no-starttls')]);
    expect(said.join(' ')).not.toMatch(/LOGIN|AUTHENTICATE/);
  });

  const hostile: readonly (readonly [string, Parameters<typeof startHostileImap>[0], number, string])[] = [
    ['says nothing', () => true, 75, 'mailbox-timeout'],
    ['says nothing after the greeting', (_say, tag) => tag !== '', 75, 'mailbox-timeout'],
    ['hangs up', (_say, _tag, _command, socket) => socket.end() !== undefined, 76, 'mailbox-closed'],
    [
      'hangs up after the login',
      (_say, _tag, command, socket) => /^LIST/.test(command) && socket.end() !== undefined,
      76,
      'mailbox-closed',
    ],
    [
      'is no IMAP server',
      (say, tag) => tag === '' && say('220 mx.example.net ESMTP\r\n') === undefined,
      75,
      'mailbox-timeout',
    ],
    [
      'refuses the login and repeats the password',
      (say, tag, command) =>
        /^LOGIN/.test(command) && say(`${tag} NO [AUTHENTICATIONFAILED] not ${env.P}\r\n`) === undefined,
      77,
      'mailbox-auth-refused',
    ],
    [
      'refuses the folder',
      (say, tag, command) => /^EXAMINE/.test(command) && say(`${tag} NO not yours\r\n`) === undefined,
      76,
      'mailbox-refused',
    ],
    [
      'is busy',
      (say, tag, command) => /^LOGIN/.test(command) && say(`${tag} NO [UNAVAILABLE] later\r\n`) === undefined,
      75,
      'mailbox-busy',
    ],
    [
      'announces four gigabytes',
      (say, _tag, command) =>
        /^UID FETCH/.test(command) && say('* 1 FETCH (UID 1 BODY[] {4294967295}\r\n') === undefined,
      76,
      'mailbox-protocol',
    ],
  ];

  /** All at once: most of the time is waiting for a server that says nothing. */
  let runs: readonly Promise<Run>[] = [];
  beforeAll(() => {
    runs = hostile.map(async ([, act, , id]) => {
      const other = await startHostileImap(act);
      return run(server(other.port, ' --tls none --json', id === 'mailbox-timeout' ? 2 : 30)).finally(other.close);
    });
  });

  test.each(hostile.map(([name, , code, id], at) => [name, at, code, id] as const))(
    'a server that %s',
    async (_name, at, code, id) => {
      const { exit, stderr = '' } = (await runs[at]) ?? {};
      expect([exit, JSON.parse(stderr.slice(Math.max(0, stderr.indexOf('{')))).error.id]).toEqual([code, id]);
      expect(stderr).not.toContain(env.P);
    },
  );

  test.each([
    ['a greeting', /^$/, 'x'],
    ['answers to a wait', /^IDLE/, '* 1 RECENT\r\n'],
    ['folders', /^LIST/, '* LIST () "/" abcdefgh\r\n'],
    ['headers', /^UID FETCH/, '* 1 FETCH (UID 1 BODY[HEADER.FIELDS (From)] "From: a")\r\n'],
  ])('a server that sends %s without an end fills nothing, and holds nobody', async (_what, asked, text) => {
    const other = await startHostileImap((_say, _tag, command, socket) => asked.test(command) && flood(socket, text));
    const { exit } = await run(server(other.port, ' --tls none --wait 1s', 2));
    await other.close();
    // What ends it first depends on the machine: the time, or the number of bytes.
    expect([1, 75, 76]).toContain(exit);
  });

  test('Ctrl-C ends a wait at once', async () => {
    const stop = new AbortController();
    const words = ['fetch', 'never', '--mailbox', 'imap', '--wait', '10m'];
    const running = inProcess(words, { cwd, env, cancelled: stop.signal });
    setTimeout(() => stop.abort(), 400);
    expect((await running).exit).toBe(130);
  });

  test('a message that is gone each time it is to be read', async () => {
    const pit = await startMailpit(({ url = '' }, response) => {
      if (!url.endsWith('/raw')) return false;
      return response.writeHead(404).end() !== undefined;
    });
    pit.deliver(letter('one'));
    const { exit, stderr } = await run(`one --mailpit ${pit.url} --json`);
    await pit.close();
    expect([exit, JSON.parse(stderr).error]).toMatchObject([66, { id: 'mailbox-moved' }]);
  });

  test('Mailpit that sends without an end, or something else', async () => {
    const endless = await startMailpit((_request, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
      return true;
    });
    const other = await startMailpit(
      (_request, response) => response.end('{"messages":[{"ID":"../../x"}]}') !== undefined,
    );
    expect((await run(`x1 --mailpit ${endless.url}`)).exit).toBe(76);
    expect((await run(`x1 --mailpit ${other.url}`)).exit).toBe(76);
    await Promise.all([endless.close(), other.close()]);
  });
});

test('words become options', () => {
  expect(
    optionsOf(spec, [
      '<a@b.example>',
      '--wait',
      '90s',
      '--imap',
      'h.example',
      '--tls',
      'starttls',
      '--username-env',
      'U',
    ]),
  ).toMatchObject({
    key: { token: undefined, messageId: 'a@b.example' },
    waitMs: 90_000,
    mailbox: {
      settings: { type: 'imap', host: 'h.example', port: 143, tls: 'starttls', username: { kind: 'env', name: 'U' } },
    },
  });
});

test('no file is left where a message was not found', async () => {
  await run('nothing-here --mailbox maildir --save not-there');
  expect(await readdir(cwd)).not.toContain('not-there');
});
