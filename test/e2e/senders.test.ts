import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { inProcess as akrelay } from '../support/in-process.js';
import { emptyFolder, type Run } from '../support/program.js';
import { sampleConfig } from '../support/sample-config.js';

let cwd: string;
let file: string;

beforeEach(async () => {
  cwd = await emptyFolder();
  file = path.join(cwd, 'akrelay.yaml');
  await writeFile(file, sampleConfig, { mode: 0o600 });
});

const run = (...words: string[]): Promise<Run> => akrelay(words, { cwd });
const text = (): Promise<string> => readFile(file, 'utf8');

describe('the built program, senders and virtual senders', () => {
  test('the main job in an empty config: create, attach, show', async () => {
    await writeFile(file, '# CRLF stays\r\nversion: 1\r\n');
    const create = 'sender create main --provider sendsay --username-env U --password-env P --no-input'.split(' ');
    expect(await run(...create)).toMatchObject({ exit: 0, stderr: '' });
    expect(await run('virtual', 'create', 'news', '--account', '306')).toMatchObject({ exit: 0 });
    expect(await run('virtual', 'attach', 'news', 'main', '--from-name', 'Shop')).toMatchObject({ exit: 0 });
    expect((await run('virtual', 'show', 'news')).stdout).toBe(
      'news (account 306)\n└─ 1. default (everything else)\n   └─ 100 %  main  From name "Shop"\n',
    );
    expect((await text()).replaceAll('\r\n', '')).not.toContain('\n');
    expect(await text()).toMatch(/^# CRLF stays\r\nversion: 1\r\n/);
  });

  test.each([
    [
      'sender create odd --provider sendsay --host smtp.gate.sendsay.ru:465',
      ['relay/starttls-on-465', 'relay/credentials-missing'],
    ],
    ['sender create odd --provider sendsay --username u', ['relay/credentials-missing']],
    ['sender create odd --provider sendsay --username u --password-env P', []],
    [
      'sender create odd --provider custom --host mx.example.net:25 --auth none --username u',
      ['relay/unused-credentials'],
    ],
    ['sender edit spare --auth login', ['relay/credentials-missing']],
    ['sender edit spare --host 192.0.2.1:25', ['relay/host-is-address']],
    ['sender clone cloud copy', ['relay/clear-text-auth', 'secret/literal']],
    ['sender rename cloud sky', ['relay/clear-text-auth', 'secret/literal']],
    ['virtual create news2 --account 3', []],
    ['virtual attach newsletters cloud --to-domain news.gmail.com', ['rule/overlapping-domains']],
  ])('%s: what validate says of it is said at once', async (words, rules) => {
    const human = await run(...words.split(' '), '--dry-run');
    const told = [...human.stdout.matchAll(/^warning: .* \[(\S+)\]$/gm)].map(([, rule]) => rule);
    expect([human.exit, human.stderr, told.sort()]).toEqual([0, '', [...rules].sort()]);
    const { findings } = JSON.parse((await run(...words.split(' '), '--json')).stdout);
    expect(findings.map(({ rule }: { rule: string }) => rule).sort()).toEqual([...rules].sort());
  });

  test('in a file of odd shape, every line that was there stays, but for the one that had to change', async () => {
    const odd = [
      '%YAML 1.2',
      '---',
      "version:   '1'   # quoted, on purpose",
      '',
      '# our senders',
      'senders:',
      '      - name:  "first"      # indented by six',
      '        provider: sendsay',
      '        relay: {host: "smtp.gate.sendsay.ru:587",   username: {env: U}}',
      '',
      '# the end of senders',
      'virtualSenders:',
      '- {name: v, account: 306, rules: []}',
      '# last words',
      '...',
      '',
    ].join('\r\n');
    await writeFile(file, odd);
    const before = (await text()).split('\r\n');
    expect(await run('sender', 'create', 'second', '--provider', 'sendsay')).toMatchObject({ exit: 0 });
    expect(await run('virtual', 'create', 'w', '--account', '307')).toMatchObject({ exit: 0 });
    expect(await run('virtual', 'attach', 'v', 'second')).toMatchObject({ exit: 0 });
    // Each line of the old file is found in the new one, in the same order.
    let rest = (await text()).split('\r\n');
    const gone = before.filter((line) => {
      const at = rest.indexOf(line);
      if (at !== -1) rest = rest.slice(at + 1);
      return at === -1;
    });
    expect(gone).toEqual(['- {name: v, account: 306, rules: []}']);
  });

  test('JSON of lists and of one sender never shows a password', async () => {
    const list = await run('sender', 'list', '--json');
    const { schema, senders } = JSON.parse(list.stdout);
    expect([schema, senders.length]).toEqual(['akrelay/sender-list@1', 3]);
    expect(senders[0].relay.password).toEqual({ env: 'SENDSAY_PASSWORD' });
    const virtual = JSON.parse((await run('virtual', 'list', '--json')).stdout);
    expect([virtual.schema, virtual.virtualSenders.length]).toEqual(['akrelay/virtual-list@1', 2]);
    for (const words of [
      ['list', '--json'],
      ['show', 'cloud'],
      ['show', 'cloud', '--json'],
      ['show', 'cloud', '--format', 'yaml'],
    ]) {
      const { exit, stdout, stderr } = await run('sender', ...words);
      expect([exit, /secret/.test(stdout + stderr)]).toEqual([0, false]);
    }
  });

  test('a change under --json is one object that says whether anything changed', async () => {
    const first = await run('sender', 'edit', 'spare', '--webhook', '--json');
    expect(JSON.parse(first.stdout)).toMatchObject({
      schema: 'akrelay/sender-edit@1',
      changed: true,
      written: true,
      sender: 'spare',
      diff: expect.stringMatching(/^--- a\/akrelay\.yaml\n\+\+\+ b\/akrelay\.yaml\n@@ /),
    });
    const second = await run('sender', 'edit', 'spare', '--webhook', '--json');
    expect(JSON.parse(second.stdout)).toMatchObject({ changed: false, written: false, diff: '' });
  });

  test.each<[string, string[], number, RegExp]>([
    ['a missing answer', ['sender', 'create', 'x', '--no-input'], 64, /missing: --provider/],
    ['a missing answer without a terminal', ['sender', 'create', 'x'], 64, /missing: --provider/],
    ['a name in use', ['sender', 'create', 'cloud', '--provider', 'sendsay'], 64, /already a sender 'cloud'/],
    ['a sender in use', ['sender', 'delete', 'cloud', '--yes'], 64, /used by rule 1/],
    ['shares of 130', ['virtual', 'attach', 'newsletters', 'spare', '--percent', '30'], 64, /130, not 100/],
    [
      'two conditions',
      ['virtual', 'attach', 'newsletters', 'spare', '--group', '1', '--to-domain', 'a.b'],
      64,
      /one condition/,
    ],
    [
      'two flags for one value',
      ['sender', 'edit', 'spare', '--username', 'x', '--username-env', 'Y'],
      64,
      /cannot be used with/,
    ],
    ['too many words', ['sender', 'show', 'a', 'b'], 64, /too many arguments/i],
    ['no such sender', ['sender', 'show', 'clod'], 64, /Did you mean cloud\?/],
    ['no such format', ['sender', 'list', '--format', 'tap'], 64, /does not support --format tap/],
  ])('%s: one sentence, the exit code, nothing written', async (_what, words, exit, stderr) => {
    expect(await run(...words)).toEqual({ exit, stdout: '', stderr: expect.stringMatching(stderr) });
    expect(await text()).toBe(sampleConfig);
  });

  test('the unified diff is one that patch would take', async () => {
    const { exit, stdout } = await run('sender', 'edit', 'spare', '--webhook', '--diff', '--dry-run');
    expect(exit).toBe(1);
    expect(stdout).toContain('+    webhook: { enabled: true }\n');
    expect(await text()).toBe(sampleConfig);
  });

  test.each([
    ['no config', () => chmod(file, 0o000)],
    ['not YAML', () => writeFile(file, 'senders: [')],
    ['a rule that names no sender', () => writeFile(file, sampleConfig.replaceAll('sender: cloud', 'sender: claud'))],
  ])('%s: exit 78 for reading and for changing', async (_what, spoil) => {
    await spoil();
    if (process.getuid?.() === 0 && _what === 'no config') return;
    for (const words of [
      ['sender', 'list'],
      ['sender', 'delete', 'spare', '--yes'],
    ]) {
      expect(await run(...words)).toMatchObject({ exit: 78, stdout: '' });
    }
  });

  test('route shows every rule and why', async () => {
    const words = ['route', '--virtual', 'newsletters', '--from', 'a@news.shop.example', '--to', 'b@Gmail.com'];
    expect((await run(...words)).stdout).toBe(
      [
        'From a@news.shop.example to b@gmail.com, by the rules of newsletters:',
        '  1. group 7: no, no group was given',
        '  2. From domain shop.example: no, the From domain is news.shop.example, a subdomain, which akrelay does not treat as a match (not documented)',
        '  3. To domain gmail.com: matches, the To domain is gmail.com',
        '       100 %  sendsay-main  (From news@shop.example)',
        '  4. default (everything else): not reached, rule 3 matched first',
        '',
      ].join('\n'),
    );
    expect(await run('route', '--virtual', 'empty', '--from', 'a@x', '--to', 'b@y', '--json')).toMatchObject({
      exit: 1,
    });
  });
});
