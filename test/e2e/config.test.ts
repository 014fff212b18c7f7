import { execFileSync } from 'node:child_process';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { createWords } from '../support/crowd.js';
import { inProcess as akrelay } from '../support/in-process.js';
import { emptyFolder, type Run } from '../support/program.js';

let cwd: string;
beforeEach(async () => {
  cwd = await emptyFolder();
});
const run = (...words: string[]): Promise<Run> => akrelay(words, { cwd });
const put = (text: string | Uint8Array, name = 'akrelay.yaml') => writeFile(path.join(cwd, name), text);
const got = (name = 'akrelay.yaml') => readFile(path.join(cwd, name), 'utf8');

const login = 'username: u, password: { env: P }';
const two = `senders:\n  - { name: a, provider: sendsay, relay: { ${login} } }\n  - { name: b, provider: sendsay, relay: { ${login} } }\n`;
const rule = (shares: string) =>
  `virtualSenders:\n  - name: v\n    account: 306\n    rules:\n      - match: default\n        senders: [${shares}]\n`;

describe('init', () => {
  test('writes a valid file, and never over another', async () => {
    expect(await run('init', '--yes')).toMatchObject({ exit: 0, stderr: '' });
    expect(await run('config', 'validate')).toEqual({ exit: 0, stdout: 'akrelay.yaml is valid\n', stderr: '' });
    const before = await got();
    expect(await run('init', '--yes')).toMatchObject({
      exit: 73,
      stdout: '',
      stderr: expect.stringMatching(/^error: akrelay\.yaml already exists; nothing was written\.\nhint: /),
    });
    expect(await got()).toBe(before);
    expect(await readdir(cwd)).toEqual(['akrelay.yaml']);
  });

  test('takes the name of --config, and says what is missing', async () => {
    expect(await run('init', '--config', 'other.yaml', '--json')).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('"akrelay/init@1"'),
    });
    expect(await readdir(cwd)).toEqual(['other.yaml']);
    await writeFile(path.join(cwd, 'file'), '');
    expect(await run('init', '--config', 'file/akrelay.yaml')).toMatchObject({
      exit: 73,
      stderr: expect.stringMatching(/Cannot write .*file\/akrelay\.yaml: /),
    });
  });

  test('makes the folder of the example in its help', async () => {
    const { stdout } = await run('init', '--help');
    const [, words = ''] = /^ +akrelay (init .*--config \S+\/\S+)$/m.exec(stdout) ?? [];
    expect(words).toContain('--config relays/akrelay.yaml');
    expect(await run(...words.split(' '))).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('Wrote relays/akrelay.yaml\n'),
    });
    expect(await readdir(path.join(cwd, 'relays'))).toEqual(['akrelay.yaml']);
  });
});

describe('a wrong config: one clear problem with its place, exit 78, nothing written', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['not UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xff, 0x0a]), /^error: akrelay\.yaml:1 is not UTF-8 text\.\n/],
    ['a syntax error', 'senders:\n  - name: "a\n', /akrelay\.yaml:\d+:\d+ yaml\/syntax /],
    [
      'a duplicate name',
      `${two}  - { name: a, provider: sendsay }\n`,
      /akrelay\.yaml:4:13 sender\/duplicate-name there is already a sender 'a'/,
    ],
    [
      'a rule that names no sender',
      two + rule('{ sender: c, percent: 100 }'),
      /akrelay\.yaml:9:29 rule\/unknown-sender .*'c'/,
    ],
    [
      'shares of 90',
      two + rule('{ sender: a, percent: 50 }, { sender: b, percent: 40 }'),
      /akrelay\.yaml:9:18 rule\/shares-total .*total 90, not 100/,
    ],
    [
      'a password that others can read',
      'senders:\n  - { name: a, provider: sendsay, relay: { password: hunter2 } }\n',
      /akrelay\.yaml:2:54 secret\/readable-by-others (?!.*hunter2)/,
    ],
  ])('%s', async (_name, text, place) => {
    await put(text);
    const before = await readFile(path.join(cwd, 'akrelay.yaml'));
    for (const words of [
      ['sender', 'create', 'new', '--provider', 'sendsay', '--no-input'],
      ['sender', 'list'],
      ['config', 'show'],
    ]) {
      const result = await run(...words);
      expect(result).toMatchObject({ exit: 78, stdout: '', stderr: expect.stringMatching(place) });
      expect(result.stderr.match(/ \w+\/[\w-]+ /g) ?? []).toHaveLength(text instanceof Uint8Array ? 0 : 1);
      expect(result.stderr).not.toContain('hunter2');
    }
    expect(await readFile(path.join(cwd, 'akrelay.yaml'))).toEqual(before);
  });

  test.each([['.'], ['missing.yaml'], ['/dev/zero']])('unreadable: --config %s', async (file) => {
    expect(await run('sender', 'list', '--config', file)).toMatchObject({
      exit: 78,
      stdout: '',
      stderr: expect.stringMatching(/^error: Cannot read the config .*\.\nhint: /),
    });
  });
});

describe('validate', () => {
  const bad = `${two}  - { name: a, provider: sendsay, relay: { tls: none, ${login} }, "odd%0A::error ]]>\\u2028": 1 }\n`;
  const late = `${two}  - { name: a, provider: sendsay, relay: { tls: none, ${login} } }\n`;

  test('human: all problems and a count', async () => {
    await put(late);
    expect(await run('config', 'validate')).toEqual({
      exit: 78,
      stdout:
        "akrelay.yaml:4:13 error there is already a sender 'a' [sender/duplicate-name]\n    Give each sender its own name.\n" +
        "akrelay.yaml:4:49 warning the user name and password are sent in clear text [relay/clear-text-auth]\n    Set 'tls: starttls' if the relay offers it.\n" +
        'akrelay.yaml has 1 error, 1 warning\n',
      stderr: '',
    });
  });

  test('json: a list of problems, empty when there are none', async () => {
    await put(two);
    expect(JSON.parse((await run('config', 'validate', '--json')).stdout)).toEqual({
      schema: 'akrelay/config-validate@1',
      file: 'akrelay.yaml',
      valid: true,
      problems: [],
      omitted: { errors: 0, warnings: 0 },
    });
    await put(late);
    const { exit, stdout } = await run('config', 'validate', '--json');
    expect([
      exit,
      JSON.parse(stdout).problems.map(({ rule, line, column }: Record<string, unknown>) => [rule, line, column]),
    ]).toEqual([
      78,
      [
        ['sender/duplicate-name', 4, 13],
        ['relay/clear-text-auth', 4, 49],
      ],
    ]);
  });

  test('github and junit: nothing of the file can leave its place', async () => {
    await put(bad);
    const github = await run('config', 'validate', '--format', 'github');
    expect(github.exit).toBe(78);
    expect(
      github.stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(0, 30)),
    ).toEqual(['::error file=akrelay.yaml,line', '::error file=akrelay.yaml,line', 'akrelay.yaml has 2 errors']);
    const xsd = XsdValidator.fromDoc(XmlDocument.fromString(await readFile('test/support/junit.xsd', 'utf8')));
    for (const text of [bad, late, two]) {
      await put(text);
      expect(() => xsd.validate(XmlDocument.fromString('<x/>'))).toThrow();
      const { stdout } = await run('config', 'validate', '--format', 'junit');
      xsd.validate(XmlDocument.fromString(stdout));
    }
  });
});

describe('show', () => {
  test('the file as it stands, a password masked', async () => {
    const text =
      'senders: # mine\n  - name:   "a"\n    provider: sendsay\n    relay: { password: hunter2 } # \u001b[31m\n';
    await put(text);
    await chmod(path.join(cwd, 'akrelay.yaml'), 0o600);
    for (const words of [['show'], ['show', '--resolved'], ['show', '--json'], ['show', '--format', 'yaml']]) {
      const { exit, stdout } = await run('config', ...words);
      expect([exit, stdout.includes('hunter2'), stdout.includes('\u001b')]).toEqual([0, false, false]);
    }
    expect((await run('config', 'show')).stdout).toBe(text.replace('hunter2', '***').replace('\u001b', '\\u{1b}'));
  });

  test('--resolved: each value with the place that it comes from', async () => {
    await put(
      'x-b: &b { tls: none, auth: none }\nsenders:\n  - name: "007"\n    provider: sendsay\n    relay: { <<: *b, host: "h:25" }\n',
    );
    const { stdout } = await run('config', 'show', '--resolved');
    for (const line of [
      /^ {2}- name: "007" +# akrelay\.yaml:3$/m,
      /^ {6}tls: none +# akrelay\.yaml:1$/m,
      /^ {6}host: "?h:25"? +# akrelay\.yaml:5$/m,
      /^ {6}enabled: true +# preset sendsay$/m,
      /^ {8}- "gato#\.sndsy\.ru" +# preset sendsay$/m,
    ])
      expect(stdout).toMatch(line);
    const json = JSON.parse((await run('config', 'show', '--json')).stdout);
    expect(json.config.senders[0]).toMatchObject({ name: '007', webhook: { enabled: true } });
    expect(json.origins).toContainEqual({ key: 'senders[0].relay.tls', file: 'akrelay.yaml', line: 1, preset: null });
  });
});

test('--backup keeps the old text, and says where; a dry run keeps nothing', async () => {
  await put(two);
  expect((await run('sender', 'edit', 'a', '--tls', 'none', '--backup', '--dry-run')).exit).toBe(0);
  expect(await readdir(cwd)).toEqual(['akrelay.yaml']);
  const { stdout } = await run('sender', 'edit', 'a', '--tls', 'none', '--backup');
  expect(stdout).toMatch(/^Changed sender 'a' in akrelay\.yaml\. The previous file is akrelay\.yaml\.bak\.\n/);
  expect(await got('akrelay.yaml.bak')).toBe(two);
  expect(await got()).not.toBe(two);
  const removed = await run('sender', 'delete', 'b', '--yes', '--backup', '--json');
  expect(JSON.parse(removed.stdout)).toMatchObject({ written: true, backup: 'akrelay.yaml.bak' });
  expect(await got('akrelay.yaml.bak')).toContain('name: b');
});

test('send: a sender that is not there is told before anything is asked', async () => {
  await put(two);
  expect(await run('send', 'aa')).toMatchObject({
    exit: 64,
    stderr: expect.stringMatching(/^error: There is no sender 'aa'\./),
  });
});

describe('--env', () => {
  const text = `${two}environments:
  stage: { senders: { a: { relay: { host: "s.gate.sendsay.ru:587", password: { env: P } } } } } # mine
`;
  const hostOf = async (words: string[], env: Record<string, string> = {}) => {
    const { stdout } = await akrelay(['sender', 'show', 'a', '--json', ...words], { cwd, env });
    return JSON.parse(stdout).sender.relay.host;
  };

  test('chooses what every command reads', async () => {
    await put(text);
    expect(await hostOf([])).toBe('smtp.gate.sendsay.ru');
    expect(await hostOf(['--env', 'stage'])).toBe('s.gate.sendsay.ru');
    expect(await hostOf([], { AKRELAY_ENV: 'stage' })).toBe('s.gate.sendsay.ru');
    expect(await hostOf(['--env='], { AKRELAY_ENV: 'stage' })).toBe('smtp.gate.sendsay.ru');
    const { stdout } = await run('config', 'show', '--resolved', '--env', 'stage');
    expect(stdout).toMatch(/^ {6}host: s\.gate\.sendsay\.ru:587 +# akrelay\.yaml:5$/m);
    expect(stdout).toMatch(/^ {6}tls: starttls +# preset sendsay$/m);
    const missing = await run('check', 'a', '--env', 'stage', '--no-input');
    expect(missing.stdout).toContain('the environment variable P is not set');
    expect(await run('--env', 'stage', 'route', '--virtual', 'v', '--from', 'a@b.de', '--to', 'c@d.de')).toMatchObject({
      exit: 64,
    });
  });

  test('an unknown one is exit 78 and names those that are', async () => {
    await put(text);
    for (const words of [
      ['sender', 'list'],
      ['config', 'show'],
      ['check', 'a'],
      ['verify', 'x.eml'],
    ])
      expect(await run(...words, '--env', 'stag')).toEqual({
        exit: 78,
        stdout: '',
        stderr:
          "error: In akrelay.yaml, there is no environment 'stag'.\nhint: Did you mean stage? The file has stage.\n",
      });
    expect((await run('config', 'validate', '--env', 'stag')).exit).toBe(78);
  });

  test('hints name it again for commands that read', async () => {
    await put(`${text}nonsense: 1\n`);
    expect((await run('sender', 'list', '--config', 'akrelay.yaml', '--env', 'stage')).stderr).toContain(
      'akrelay --config akrelay.yaml --env stage config validate',
    );
    await put(text);
    const words = ['send', 'a', '--from', 'a@b.example', '--to', 'c@d.example', '--yes', '--env', 'stage'];
    expect((await run(...words)).stderr).toMatch(/: akrelay sender edit a --username-env <VAR>/);
  });

  test('changes nothing: the base is for all', async () => {
    await put(text);
    for (const words of [
      ['sender', 'edit', 'a', '--tls', 'none'],
      ['sender', 'rename', 'a', 'c', '--dry-run'],
      ['sender', 'learn', 'a', 'x.eml', '--yes'],
      ['virtual', 'attach', 'none', 'a'],
    ])
      expect(await run(...words, '--env', 'stage')).toMatchObject({
        exit: 64,
        stderr: expect.stringMatching(/'stage' is selected; nothing was written\.\nhint: Remove --env/),
      });
    expect(await got()).toBe(text);
    expect((await run('sender', 'rename', 'a', 'c')).exit).toBe(0);
    expect(await got()).toBe(text.replace('name: a', 'name: c').replace('a: {', 'c: {'));
  });

  test('a Tab knows the names, whatever AKRELAY_ENV says', async () => {
    await put(text);
    const words = ['completion', 'suggest', '--new-word', '--', 'send', '--env'];
    const { stdout } = await akrelay(words, { cwd, env: { AKRELAY_ENV: 'nonsense' } });
    expect(stdout).toContain('stage');
  });
});

describe('secrets that a program prints', () => {
  const text = `senders:
  - name: a
    provider: sendsay
    relay: { host: "127.0.0.1:1", username: { command: [cat, login] }, password: { command: [sh, -c, "echo hunter2; exit $CODE"] } }
`;
  const secretsStep = async (words: string[] = [], env: Record<string, string> = {}) => {
    const { stdout, stderr } = await akrelay(['check', 'a', '--json', '--no-input', ...words], {
      cwd,
      env: { CODE: '0', ...env },
    });
    expect(stdout + stderr).not.toMatch(/hunter2/);
    return JSON.parse(stdout).senders[0].steps.find(({ id }: { id: string }) => id === 'secrets');
  };
  const own = async () => {
    await put(text);
    await put('me\n', 'login');
    await chmod(path.join(cwd, 'akrelay.yaml'), 0o644);
  };

  test('are had from a confirmed file, until it changes', async () => {
    await own();
    const refused = await secretsStep();
    expect(refused.state).toBe('fail');
    expect(refused.evidence.match(/its commands are not confirmed/g)).toHaveLength(2);
    expect((await run('send', 'a', '--from', 'a@b.de', '--to', 'c@d.de', '--yes')).stderr).toMatch(
      /^hint: Check which commands the config runs, then confirm it: akrelay config allow$/m,
    );
    expect(await run('config', 'allow')).toEqual({
      exit: 0,
      stdout:
        'Confirmed: akrelay.yaml can use its secrets until it changes, and run:\n  cat login\n  sh -c "echo hunter2; exit $CODE"\n',
      stderr: '',
    });
    expect((await secretsStep()).state).toBe('pass');
    expect((await secretsStep([], { CODE: '3' })).evidence).toBe(
      'the password of a: the command sh ended with exit code 3',
    );
    await put(`${text}# more\n`);
    expect((await secretsStep()).state).toBe('fail');
  });

  test('are had from a file of --config, if nobody else can write it', async () => {
    await own();
    expect((await secretsStep(['--config', 'akrelay.yaml'])).state).toBe('pass');
    await chmod(path.join(cwd, 'akrelay.yaml'), 0o664);
    expect((await secretsStep(['--config', 'akrelay.yaml'])).evidence).toMatch(/others can write to it: chmod go-w/);
    await chmod(path.join(cwd, 'akrelay.yaml'), 0o600);
    await chmod(cwd, 0o777);
    expect((await secretsStep(['--config', 'akrelay.yaml'])).evidence).toMatch(/others can write to its folder/);
    expect(await run('config', 'allow')).toMatchObject({ exit: 0 });
    expect((await secretsStep(['--config', 'akrelay.yaml'])).state).toBe('pass');
    await chmod(cwd, 0o700);
  });
});

test('schema prints the JSON Schema, in every format', async () => {
  for (const words of [[], ['--json']])
    expect(JSON.parse((await run('config', 'schema', ...words)).stdout)).toMatchObject({ title: 'akrelay.yaml' });
});

describe('a change touches only what it must', () => {
  const text =
    '# mine\r\nversion:   1   # odd\r\n\r\nsenders:\r\n    # first\r\n    - name: \'00123\'   # quoted\r\n      provider: sendsay\r\n      relay: {host: "x.gate.sendsay.ru:587",   tls: starttls}\t# tab\r\n\r\n# end';

  test('git diff shows the intended lines only', async () => {
    await put(text);
    const git = (...words: string[]) => execFileSync('git', words, { cwd, encoding: 'utf8' });
    git('init', '-q');
    git('add', '.');
    const made = await run(...createWords('main'));
    const account = await run('virtual', 'create', 'news', '--account', '306');
    const attached = await run('virtual', 'attach', 'news', 'main', '--percent', '100');
    expect([made.exit, account.exit, attached.exit]).toEqual([0, 0, 0]);
    const changed = git('diff', '-U0', 'akrelay.yaml')
      .split('\n')
      .filter((line) => /^[-+](?![-+])/.test(line));
    expect(changed.filter((line) => line.startsWith('-'))).toEqual([]);
    expect(changed.length).toBeGreaterThan(10);
    expect(changed.every((line) => line.endsWith('\r'))).toBe(true);
    expect(await got()).toMatch(/\r\n\r\n# end$/);
    expect((await got()).startsWith(text.slice(0, text.indexOf('\r\n\r\n# end')))).toBe(true);
  });

  test('the same edit twice changes nothing the second time', async () => {
    await put(text);
    await run('sender', 'edit', '00123', '--tls', 'none');
    const once = await got();
    expect(once).toBe(text.replace('tls: starttls', 'tls: none'));
    expect(await run('sender', 'edit', '00123', '--tls', 'none')).toMatchObject({ exit: 0 });
    expect(await got()).toBe(once);
  });
});
