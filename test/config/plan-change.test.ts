import { describe, expect, test } from '@jest/globals';
import { planChange } from '../../src/config/plan-change.js';
import type { ConfigChange, SenderFields } from '../../src/relay/config-change.js';
import { share } from '../support/share.js';

const plan = (text: string, change: ConfigChange) =>
  planChange({ shownAs: 'a.yaml', text, readableBy: 'owner' }, change);
const edit = (name: string, fields: SenderFields): ConfigChange => ({ kind: 'edit-sender', name, fields });
const add = (name: string, fields: SenderFields = {}): ConfigChange => ({
  kind: 'add-sender',
  name,
  fields: { provider: 'sendsay', ...fields },
});

/** The change as `-` and `+` lines. */
const diff = (text: string, change: ConfigChange): string[] =>
  plan(text, change).hunks.flatMap(({ lines }) =>
    lines.flatMap(({ kind, text: line }) => (kind === 'context' ? [] : [`${kind === 'added' ? '+' : '-'}${line}`])),
  );

describe('an edit in its place', () => {
  test.each<[string, string, SenderFields, string[]]>([
    [
      'keeps the quotes',
      "relay: { host: 'a.gate.sendsay.ru:587' }",
      { host: 'b:25' },
      ["+    relay: { host: 'b:25' }"],
    ],
    ['keeps the comment', 'relay:\n      tls: starttls\t# why', { tls: 'none' }, ['+      tls: none\t# why']],
    [
      'quotes what would not stay text',
      'relay: { username: x }',
      { username: { kind: 'literal', value: '00123' } },
      ['+    relay: { username: "00123" }'],
    ],
    [
      'fills a key that says nothing',
      'relay:\n      tls: # none yet\n      auth: login',
      { tls: 'none' },
      ['+      tls: none # none yet'],
    ],
    ['replaces ~', 'webhook: ~', { gateway: 'g' }, ['+    webhook: { gateway: g }']],
    [
      'a map by a scalar',
      'relay:\n      username:\n        env: X # the login\n      tls: none',
      { username: { kind: 'literal', value: 'u' } },
      ['+      username: u # the login'],
    ],
    [
      'another word in a reference',
      'relay:\n      username:\n        env: "X" # the login\n      password: {  env: P }',
      { username: { kind: 'env', name: 'Y' }, password: { kind: 'env', name: 'Q' } },
      ['+        env: "Y" # the login', '+      password: {  env: Q }'],
    ],
    [
      'a scalar by a map',
      'relay:\n      username: "u"',
      { username: { kind: 'env', name: 'U' } },
      ['+      username: { env: U }'],
    ],
    [
      'a block scalar',
      'relay:\n      username: >-\n        u\n      tls: none',
      { username: { kind: 'literal', value: 'v' } },
      ['+      username: v'],
    ],
    [
      'a multi-line scalar',
      'webhook:\n      gateway: "one\n        two"',
      { gateway: 'three' },
      ['+      gateway: "three"'],
    ],
    [
      'one item of a list',
      'path:\n      hosts:\n        - "a" # first\n        - b',
      { pathHosts: ['a', 'c'] },
      ['+        - c'],
    ],
    [
      'a flow list',
      'path: { hosts: [ "a", b ] }',
      { pathHosts: ['a', 'b', 'c'] },
      ['+    path: { hosts: [ "a", b, c ] }'],
    ],
    [
      'a flow list over lines',
      'path:\n      hosts: [\n        a, # first\n        b\n      ]',
      { pathHosts: ['a', 'b', 'c'] },
      ['+        b,', '+        c'],
    ],
    ['the last of a group', 'webhook: { gateway: g }', { gateway: null }, []],
  ])('%s', (_name, lines, fields, added) => {
    const text = `senders:\n  - name: s # here\n    provider: sendsay\n    ${lines}\n# end\n`;
    expect(diff(text, edit('s', fields)).filter((line) => line.startsWith('+'))).toEqual(added);
    const once = plan(text, edit('s', fields));
    expect(plan(once.text, edit('s', fields)).changed).toBe(false);
  });
});

describe('anchors, aliases and merge keys', () => {
  const anchored =
    'senders:\n  - name: a\n    provider: sendsay\n    relay: &r\n      tls: &t none\n      auth: none\n  - name: b\n    provider: sendsay\n    relay: *r\n  - name: c\n    provider: sendsay\n    relay: { tls: *t, auth: none }\n';
  const merged =
    'x-base: &base\n  provider: custom\n  relay: { tls: none, auth: none, host: "h:25" }\nsenders:\n  - <<: *base\n    name: a\n  - name: b\n    <<: *base\n';

  test.each<[string, string, ConfigChange, RegExp]>([
    [
      'a value that another place shares',
      anchored,
      edit('a', { tls: 'starttls' }),
      /^a\.yaml:5 cannot be changed safely: an anchor/,
    ],
    ['a key of a shared map', anchored, edit('a', { host: 'h:25' }), /^a\.yaml:5 cannot/],
    ['the inside of an alias', anchored, edit('b', { tls: 'starttls' }), /^a\.yaml:9 cannot/],
    ['the holder of an anchor goes', anchored, { kind: 'delete-sender', name: 'a' }, /^a\.yaml:5 cannot/],
    ['a key inside a merged map', merged, edit('a', { tls: 'starttls' }), /^a\.yaml:3 cannot/],
  ])('refused: %s', (_name, text, change, message) => {
    expect(() => plan(text, change)).toThrow(
      expect.objectContaining({ kind: 'config', message: expect.stringMatching(message) }),
    );
  });

  test.each<[string, string, ConfigChange, string[]]>([
    [
      'an alias gives way to a value',
      anchored,
      edit('c', { tls: 'starttls' }),
      ['-    relay: { tls: *t, auth: none }', '+    relay: { tls: starttls, auth: none }'],
    ],
    [
      'a sender with an alias goes',
      anchored,
      { kind: 'delete-sender', name: 'b' },
      ['-  - name: b', '-    provider: sendsay', '-    relay: *r'],
    ],
    ['an own value over a merged one', merged, edit('b', { provider: 'sendsay' }), ['+    provider: sendsay']],
    ['a new key beside merged ones', merged, edit('b', { gateway: 'g' }), ['+    webhook: { gateway: g }']],
    ['another sender', merged, add('new'), ['+  - name: new', '+    provider: sendsay']],
    ['a name', merged, { kind: 'rename-sender', name: 'a', to: 'z' }, ['-    name: a', '+    name: z']],
    [
      'a copy says all itself',
      anchored,
      { kind: 'clone-sender', name: 'b', copy: 'd' },
      ['+  - name: d', '+    provider: sendsay', '+    relay:', '+      tls: none', '+      auth: none'],
    ],
  ])('%s', (_name, text, change, lines) => expect(diff(text, change)).toEqual(lines));
});

describe('what does not fit is refused with the next step', () => {
  const text =
    'senders:\n  - { name: main, provider: sendsay }\n  - { name: other, provider: sendsay }\nvirtualSenders:\n  - name: v\n    account: 1\n    rules:\n      - match: default\n        senders: [{ sender: main, percent: 100 }]\n  - name: u\n    account: 1\n    rules:\n      - match: default\n        senders: [{ sender: main, percent: 60 }, { sender: other, percent: 40 }]\n';
  const attach = (sender: string, percent: number, shares: 'as-given' | 'rebalanced' = 'as-given'): ConfigChange => ({
    kind: 'attach',
    virtual: 'v',
    match: { kind: 'default' },
    share: share(sender, percent),
    shares,
  });

  test.each<[ConfigChange, RegExp, RegExp]>([
    [edit('mian', {}), /^There is no sender 'mian'\.$/, /Did you mean main\?/],
    [edit('quite else', {}), /no sender/, /akrelay sender list/],
    [add('main'), /already a sender 'main'/, /akrelay sender edit main/],
    [{ kind: 'rename-sender', name: 'main', to: 'other' }, /already/, /another name/],
    [
      { kind: 'delete-sender', name: 'main' },
      /'main' is used by rule 1 \(default\) of 'v'/,
      /akrelay virtual detach v main/,
    ],
    [attach('other', 50), /would total 150, not 100 \(main 100, other 50\)/, /--rebalance, or set --percent/],
    [
      { ...attach('other', 50), match: { kind: 'to-domain', domain: 'Mail.example' } } as ConfigChange,
      /^The shares of the rule 'To domain mail\.example' would total 50/,
      /--rebalance/,
    ],
    [attach('mian', 50), /no sender 'mian'/, /main/],
    [
      { kind: 'detach', virtual: 'u', sender: 'main', match: undefined, shares: 'as-given' },
      /would total 40, not 100 \(other 40\)/,
      /^Add --rebalance to give its share to the other senders\.$/,
    ],
    [
      { kind: 'detach', virtual: 'v', sender: 'other', match: undefined, shares: 'as-given' },
      /Sender 'other' is not in any rule of 'v'/,
      /virtual show v/,
    ],
    [{ kind: 'move-rule', virtual: 'v', match: { kind: 'default' }, position: 1 }, /it is always last/, /virtual show/],
    [{ kind: 'delete-virtual', name: 'w' }, /no virtual sender 'w'/, /Did you mean v\?/],
    [{ kind: 'add-virtual', name: 'v', account: 1 }, /Account 1 already has/, /another name/],
    [edit('main', { host: 'no port: here' }), /would make the config invalid/, /values/],
  ])('%j', (change, message, hint) => {
    expect(() => plan(text, change)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: expect.stringMatching(message),
        hint: expect.stringMatching(hint),
      }),
    );
  });

  test('shares are re-balanced in proportion, the asked one stays', () => {
    const three = plan(plan(text, add('third')).text, attach('other', 34, 'rebalanced')).text;
    expect(diff(three, attach('third', 1, 'rebalanced'))).toEqual([
      '-        senders: [{ sender: main, percent: 66 }, { sender: other, percent: 34 }]',
      '+        senders: [{ sender: main, percent: 65 }, { sender: other, percent: 34 }, { sender: third, percent: 1 }]',
    ]);
  });

  test('a file with errors of its own is 78, unless the change repairs it', () => {
    const broken = text.replace('percent: 100', 'percent: 90');
    expect(() => plan(broken, edit('main', { tls: 'none' }))).toThrow(expect.objectContaining({ kind: 'config' }));
    expect(diff(broken, attach('main', 100))).toEqual([
      '-        senders: [{ sender: main, percent: 90 }]',
      '+        senders: [{ sender: main, percent: 100 }]',
    ]);
    expect(() => plan('senders: nonsense\n', add('a'))).toThrow(
      expect.objectContaining({ kind: 'config', details: [expect.stringMatching(/value\/list/)] }),
    );
  });
});

describe('the new text', () => {
  test.each([
    ['', 'version: 1\nsenders:\n  - name: new\n    provider: sendsay\n'],
    ['# mine', '# mine\nversion: 1\nsenders:\n  - name: new\n    provider: sendsay'],
    ['---\n...\n# behind\n', '---\nversion: 1\nsenders:\n  - name: new\n    provider: sendsay\n...\n# behind\n'],
    ['{}', '{ version: 1, senders: [{ name: new, provider: sendsay }] }'],
    ['senders: [] # none', 'senders: # none\n  - name: new\n    provider: sendsay'],
    ['version: 1\r\n', 'version: 1\r\n\r\nsenders:\r\n  - name: new\r\n    provider: sendsay\r\n'],
    [
      'senders:\n- name: a\n  provider: sendsay\n\n- name: b\n  provider: sendsay\n',
      'senders:\n- name: a\n  provider: sendsay\n\n- name: b\n  provider: sendsay\n\n- name: new\n  provider: sendsay\n',
    ],
    ['{"senders": []}', '{"senders": [{ name: new, provider: sendsay }]}'],
  ])('%j', (text, expected) => expect(plan(text, add('new')).text).toBe(expected));

  test('a line end at the end of the file is no line of its own', () => {
    expect(diff('version: 1\nsenders: []\n', add('new')).slice(0, 2)).toEqual(['-senders: []', '+senders:']);
  });

  test('hunks are a unified diff', () => {
    const text = `${Array.from({ length: 9 }, (_, i) => `# ${i}`).join('\n')}\nsenders:\n  - { name: a, provider: sendsay }\n# end`;
    expect(plan(text, { kind: 'rename-sender', name: 'a', to: 'b' }).hunks).toEqual([
      {
        oldStart: 8,
        newStart: 8,
        lines: [
          { kind: 'context', text: '# 7' },
          { kind: 'context', text: '# 8' },
          { kind: 'context', text: 'senders:' },
          { kind: 'removed', text: '  - { name: a, provider: sendsay }' },
          { kind: 'added', text: '  - { name: b, provider: sendsay }' },
          { kind: 'context', text: '# end' },
        ],
      },
    ]);
  });
});
