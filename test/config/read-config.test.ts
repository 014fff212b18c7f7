import { describe, expect, test } from '@jest/globals';
import { problemLine } from '../../src/config/problem.js';
import { readConfig, requireConfig } from '../../src/config/read-config.js';

const read = (text: string, readableBy: 'owner' | 'others' = 'owner') =>
  readConfig({ shownAs: 'a.yaml', text, readableBy });
/** Nearly no text here names credentials; only one row is about that. */
const told = (text: string, readableBy: 'owner' | 'others' = 'owner') =>
  read(text, readableBy).problems.filter(({ rule }) => rule !== 'relay/credentials-missing');
const lines = (text: string, readableBy: 'owner' | 'others' = 'owner') => told(text, readableBy).map(problemLine);

const sender = (name: string, more = '') => `  - name: ${name}\n    provider: sendsay\n${more}`;
const virtual = (...rules: string[]) =>
  `senders:\n${sender('a')}${sender('b')}virtualSenders:\n  - name: v\n    account: 306\n    rules:\n${rules.join('')}`;
const rule = (match: string, ...shares: string[]) =>
  `      - match: ${match}\n        senders: [${shares.join(', ')}]\n`;
const share = (name: string, percent: number | string) => `{ sender: ${name}, percent: ${percent} }`;

describe('a valid file', () => {
  test.each([
    '',
    '# only a comment\n',
    '---\n...\n',
    'version: 1\n',
    'senders:\n',
    'senders: []\nvirtualSenders: ~\n',
    '\ufeffversion: 1\r\n',
    '{}',
  ])('%j says nothing, and that is fine', (text) =>
    expect(requireConfig({ shownAs: 'a.yaml', text, readableBy: 'owner' }).senders).toEqual([]),
  );

  test('takes the values left out from the preset', () => {
    const { config } = read(`senders:\n${sender('00123')}`);
    expect(config?.senders[0]).toMatchObject({
      name: '00123',
      relay: { host: 'smtp.gate.sendsay.ru', port: 587, tls: 'starttls', auth: 'login', username: undefined },
      webhook: { enabled: true },
      path: { hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] },
      platform: { id: undefined, accounts: [] },
    });
  });

  test('reads references, receivers, rules and test recipients', () => {
    const text =
      `${virtual(rule('{ toDomain: Gmail.com }', share('a', 60), share('b', '"40"')), rule('default', share('a', 100)))}` +
      'receivers:\n  - by: "*.example.net"\n  - network: 10.0.0.0/8\ntest: { from: t@example.com, recipients: [q@example.net] }\n';
    const { config } = read(text);
    expect(told(text)).toEqual([]);
    expect(config?.virtualSenders[0]?.rules[0]?.match).toEqual({ kind: 'to-domain', domain: 'gmail.com' });
    expect(config?.receivers).toEqual([
      { kind: 'name', by: '*.example.net' },
      { kind: 'network', cidr: '10.0.0.0/8' },
    ]);
  });

  test('shares values by anchors and merge keys', () => {
    const text = `x-base: &base\n  provider: sendsay\n  relay: { host: &h mine.gate.sendsay.ru:25 }\nsenders:\n  - <<: *base\n    name: a\n  - { name: b, <<: *base, relay: { host: *h, tls: none, auth: none } }\n`;
    const { config } = read(text);
    expect(config?.senders.map(({ relay }) => [relay.host, relay.port, relay.tls])).toEqual([
      ['mine.gate.sendsay.ru', 25, 'starttls'],
      ['mine.gate.sendsay.ru', 25, 'none'],
    ]);
  });
});

describe('a wrong file: every problem at once, with its place', () => {
  test.each<[string, string, readonly (string | RegExp)[]]>([
    ['syntax', 'senders:\n  - name: [a\n', [/^a\.yaml:3:1 yaml\/syntax /]],
    [
      'a warning that nobody knows',
      `senders:\n${sender('a', '    relay: { acknowledge: [auth-cleartext] }\n')}`,
      [
        /^a\.yaml:4:28 value\/acknowledge .*'auth-cleartext' is not a warning that can be acknowledged\. Did you mean auth-clear-text\?/,
      ],
    ],
    [
      'a variable in braces, once for all that follows from it',
      'senders:\n  - { name: a, relay: { password: \u0024{P}, host: x } }\n',
      [/^a\.yaml:2:36 yaml\/syntax a value that starts with \$\{ must be quoted/],
    ],
    ['a tab', 'test:\n\tfrom: a@b.c\n', [/^a\.yaml:2:1 yaml\/syntax a tab/]],
    ['a key twice', 'version: 1\nversion: 1\n', [/^a\.yaml:2:1 yaml\/duplicate-key /]],
    ['two documents', 'version: 1\n---\nversion: 1\n', [/^a\.yaml:2:1 yaml\/several-documents /]],
    ['no map', '- a\n', [/^a\.yaml:1:1 yaml\/not-a-map /]],
    ['unknown alias', 'senders: *no\n', [/^a\.yaml:1:10 yaml\/unknown-alias /]],
    [
      'unknown keys',
      'sender: []\nnonsense: 1\nsenders:\n  - nmae: a\n    name: b\n    provider: sendsay\n',
      [
        "a.yaml:1:1 unknown-key the key 'sender' is not allowed here. Did you mean senders?",
        "a.yaml:2:1 unknown-key the key 'nonsense' is not allowed here. Known keys: version, senders, virtualSenders, receivers, test, mailboxes, events, statistics, environments.",
        "a.yaml:4:5 unknown-key the key 'nmae' is not allowed here. Did you mean name?",
      ],
    ],
    [
      'a web address with a password in it',
      `senders:\n${sender('a', '    webhook: { url: "https://me:hunter2@h.example/x" }\n')}`,
      ['a.yaml:4:21 value/url url must be a URL without a password. Write it as https://example.com/…'],
    ],
    [
      'a network with address bits right of the prefix',
      `senders:\n${sender('a', '    path: { networks: [10.0.0.1/24] }\n')}`,
      [/value\/cidr networks\[1\] must be a network in CIDR notation\. Write it as 10\.0\.0\.0\/24\.$/],
    ],
    [
      'keys of every object',
      'constructor: 1\n__proto__: { version: 1 }\n',
      [/^a\.yaml:1:1 unknown-key the key 'constructor' /, /^a\.yaml:2:1 unknown-key the key '__proto__' /],
    ],
    [
      'a missing name',
      'senders:\n  - provider: sendsay\n  -\n',
      [/^a\.yaml:2:5 missing-key name is missing/, /^a\.yaml:\d+:\d+ value\/map senders\[2\] must be a map/],
    ],
    [
      'lists in the place of maps, empty or not',
      `senders:\n${sender('a', '    relay: []\n    path: [x]\n')}test: []\nenvironments: []\n`,
      [
        /^a\.yaml:\d+:12 value\/map relay must be a map/,
        /^a\.yaml:\d+:11 value\/map path must be a map/,
        /^a\.yaml:\d+:7 value\/map test must be a map/,
        /^a\.yaml:\d+:15 value\/map environments must be a map/,
      ],
    ],
    [
      'a wrong word',
      `senders:\n${sender('a', '    relay: { tls: startls, host: "x y", auth: kerb }\n')}`,
      [
        "a.yaml:4:19 value/tls tls 'startls' is not a TLS mode. Did you mean starttls? Use one of none, starttls, implicit.",
        /^a\.yaml:4:34 value\/host-port /,
        /^a\.yaml:4:47 value\/auth auth 'kerb' is not an AUTH method\. /,
      ],
    ],
    [
      'a wrong reference, not shown',
      `senders:\n${sender('a', '    relay: { password: { evn: hunter2 }, username: { env: hun-ter2 } }\n')}`,
      [
        'a.yaml:4:24 value/secret password must be a reference to a secret. Write { env: NAME }, { file: path } or { command: [program, argument] }.',
        /^a\.yaml:4:59 value\/env-name env must be/,
      ],
    ],
    [
      'a duplicate name',
      `senders:\n${sender('a')}${sender('a')}`,
      ["a.yaml:4:11 sender/duplicate-name there is already a sender 'a'. Give each sender its own name."],
    ],
    [
      'no such sender',
      virtual(rule('default', share('aa', 100))),
      ["a.yaml:11:29 rule/unknown-sender rule 1 of 'v' names the sender 'aa', which does not exist. Did you mean a?"],
    ],
    [
      'shares of 90',
      virtual(rule('default', share('a', 50), share('b', 40))),
      [
        "a.yaml:11:18 rule/shares-total the shares of rule 1 of 'v' total 90, not 100. Change the percent values so that they total 100.",
      ],
    ],
    ['a sender twice', virtual(rule('default', share('a', 50), share('a', 50))), [/rule\/duplicate-sender/]],
    [
      'default not last',
      virtual(rule('default', share('a', 100)), rule('{ group: 7 }', share('a', 100))),
      [/^a\.yaml:10:16 rule\/default-not-last/],
    ],
    [
      'a match twice',
      virtual(rule('{ toDomain: X.com }', share('a', 100)), rule('{ toDomain: x.com }', share('a', 100))),
      [/^a\.yaml:12:16 rule\/duplicate-match/],
    ],
    ['no host', 'senders:\n  - name: a\n    provider: custom\n', [/relay\/host-missing/, /relay\/auth-missing/]],
    ['a percent', virtual(rule('default', share('a', '100%'))), [/value\/percent percent must be a whole number/]],
  ])('%s', (_name, text, expected) => {
    // The senders of these rows name no secrets, which is not what a row is about.
    const found = lines(text).filter((line) => !line.includes(' relay/credentials-missing '));
    expect(found).toEqual(expected.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))));
    expect(() => requireConfig({ shownAs: 'a.yaml', text, readableBy: 'owner' })).toThrow(
      /^a\.yaml has (one|\d+) problems?\.$/,
    );
  });

  test('a wrong shape hides nothing that is wrong elsewhere', () => {
    const text = `${virtual(rule('default', share('c', 90)), rule('nonsense', share('a', 100)))}test: { form: x }\n`;
    const found = lines(`${text.replace('name: b', 'name: a').replace('provider: sendsay', 'provider: sendsy')}`);
    const rules = found.map((line) => line.split(' ')[1]).filter((rule) => rule !== 'relay/credentials-missing');
    expect(rules).toEqual([
      'value/provider',
      'sender/duplicate-name',
      'rule/shares-total',
      'rule/unknown-sender',
      'value/match',
      'unknown-key',
    ]);
  });

  test('no problem shows a secret', () => {
    expect(lines(`senders:\n${sender('a', '    relay: { password: [hunter2] }\n')}`).join()).not.toContain('hunter2');
  });
});

describe('allowed, but rarely meant: warnings', () => {
  const login = 'username: u, password: { env: P }';
  test.each([
    [`tls: starttls, host: "x.de:465", ${login}`, 'relay/starttls-on-465'],
    [`tls: implicit, ${login}`, 'relay/implicit-tls-port'],
    [`tls: none, ${login}`, 'relay/clear-text-auth'],
    [`tls: none, ${login}, acknowledge: [auth-clear-text], host: "x.de:465"`, undefined],
    [`host: "192.0.2.1:587", ${login}`, 'relay/host-is-address'],
    ['auth: none, password: { env: P }', 'relay/unused-credentials'],
    ['username: u, password: hunter2', 'secret/literal'],
    ['username: u', 'relay/credentials-missing'],
    ['password: { env: P }', 'relay/credentials-missing'],
    ['tls: starttls', 'relay/credentials-missing'],
  ])('%s: %s', (relay, id) => {
    const text = `senders:\n${sender('a', `    relay: { ${relay} }\n`)}`;
    expect(read(text).problems.map(({ rule, severity }) => [rule, severity])).toEqual(
      id === undefined ? [] : [[id, 'warning']],
    );
    expect(read(text).config).toBeDefined();
  });

  const user = 'username: { env: U }';
  test.each([
    [`${user}, password: { env: P }`, []],
    [user, ['relay/credentials-missing']],
    ['auth: login', ['relay/credentials-missing']],
    ['auth: none', []],
    [`${user}, password: "$\{PASS}"`, ['secret/literal', 'secret/not-replaced']],
    [`${user}, password: $PASS`, ['secret/literal', 'secret/not-replaced']],
    [`${user}, password: "%PASS%"`, ['secret/literal', 'secret/not-replaced']],
    ['username: $USER, password: { env: P }', ['secret/not-replaced']],
    [`${user}, password: pa$$word`, ['secret/literal']],
  ])('{ %s }: %j', (relay, ids) => {
    const { problems } = read(`senders:\n${sender('a', `    relay: { ${relay} }\n`)}`);
    expect(problems.map(({ rule }) => rule)).toEqual(ids);
    expect(JSON.stringify(problems)).not.toMatch(/PASS|word"/);
  });

  test.each([
    ['hunter2 #x9', ['secret/literal', 'secret/cut-by-comment']],
    ['hunter2 # rotate it in May', ['secret/literal']],
    ['"hunter2 #x9"', ['secret/literal']],
    ['hunter2#x9', ['secret/literal']],
  ])('password: %s: %j', (password, ids) => {
    const { problems } = read(`senders:\n${sender('a', `    relay:\n      ${user}\n      password: ${password}\n`)}`);
    expect(problems.map(({ rule }) => rule)).toEqual(ids);
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|x9/);
  });

  test('a literal password is an error where others can read the file', () => {
    expect(lines(`senders:\n${sender('a', '    relay: { username: u, password: hunter2 }\n')}`, 'others')).toEqual([
      expect.stringMatching(/^a\.yaml:4:37 secret\/readable-by-others (?!.*hunter2)/),
    ]);
  });
});

describe('hostile files end soon and with a sentence', () => {
  test.each([
    ['brackets', '['.repeat(100_000)],
    ['maps', '{a: '.repeat(50_000)],
    [
      'aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join()}]`).join('\n')}`,
    ],
    ['a million items', `senders: [${'a,'.repeat(1_000_000)}]`],
    ['an alias in its own anchor', 'senders: &a [*a]\n'],
    ['NUL and controls', '\0\u0001\u001b[31m: \u2028\n'],
  ])('%s', (_name, text) => {
    expect(read(text).config).toBeUndefined();
    expect(read(text).problems.length).toBeGreaterThan(0);
  });
});
