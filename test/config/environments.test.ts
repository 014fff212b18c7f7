import { describe, expect, test } from '@jest/globals';
import { planChange } from '../../src/config/plan-change.js';
import { problemLine } from '../../src/config/problem.js';
import { readConfig } from '../../src/config/read-config.js';
import type { ConfigChange } from '../../src/relay/config-change.js';

const base = `senders:
  - name: a
    provider: sendsay
    relay: { host: "a.gate.sendsay.ru:587", tls: starttls, auth: login, password: { file: p }, username: u }
    path: { hosts: [one.example, two.example] }
  - { name: b, provider: sendsay, relay: { username: u, password: { file: p } } }
receivers: [{ by: mx.example.net }]
test: { from: t@example.com, recipients: [q@example.net] }
`;
const read = (environments: string, environment?: string) =>
  readConfig({ shownAs: 'a.yaml', text: `${base}environments:\n${environments}`, readableBy: 'owner', environment });
/** None of these texts names all credentials. */
const told = (problems: ReturnType<typeof read>['problems']) =>
  problems.filter(({ rule }) => rule !== 'relay/credentials-missing');
const stage = (said: string) => read(`  stage: ${said}\n  prod:\n`, 'stage').config;

describe('an environment replaces the fields that it gives, and no others', () => {
  const relay = { host: 'a.gate.sendsay.ru', port: 587, tls: 'starttls', auth: 'login' };
  const kept = { ...relay, username: { kind: 'literal', value: 'u' }, password: { kind: 'file', path: 'p' } };
  test.each<[string, string, object]>([
    ['nothing', '', { relay: kept }],
    [
      'a map field by field',
      '{ senders: { a: { relay: { host: "s:25" } } } }',
      { relay: { ...kept, host: 's', port: 25 } },
    ],
    ['what says nothing keeps', '{ senders: { a: { relay: { host: , tls: ~ }, path: } } }', { relay: kept }],
    ['a list whole', '{ senders: { a: { path: { hosts: [new.example] } } } }', { path: { hosts: ['new.example'] } }],
    [
      'a reference whole',
      '{ senders: { a: { relay: { password: { env: P } } } } }',
      { relay: { ...kept, password: { kind: 'env', name: 'P' } } },
    ],
    [
      'a map that the base has not',
      '{ senders: { a: { platform: { id: 7 } } } }',
      { platform: { id: 7, accounts: [] } },
    ],
    ['another preset', '{ senders: { a: { provider: custom } } }', { provider: 'custom', webhook: { enabled: false } }],
    ['another sender', '{ senders: { b: { relay: { tls: none } } } }', { relay: kept }],
  ])('%s', (_name, said, expected) => {
    const config = stage(said);
    expect(config?.senders[0]).toMatchObject(expected);
    expect(config?.senders).toHaveLength(2);
    expect(read(`  stage: ${said}\n`).config?.senders).toEqual(read('').config?.senders);
  });

  test('receivers whole, test field by field', () => {
    const config = stage('{ receivers: [{ network: 10.0.0.0/8 }], test: { from: s@example.com } }');
    expect(config?.receivers).toEqual([{ kind: 'network', cidr: '10.0.0.0/8' }]);
    expect(config?.test).toEqual({ from: 's@example.com', recipients: ['q@example.net'] });
    expect(stage('{ receivers: [] }')?.receivers).toEqual([]);
  });

  test('an anchor shares values between environments', () => {
    const config = read('  stage: &s { senders: { b: { relay: { host: "x:25" } } } }\n  prod: *s\n', 'prod').config;
    expect(config?.senders[1]?.relay.host).toBe('x');
  });
});

describe('every environment is checked, whichever is used', () => {
  test.each<[string, string, readonly string[]]>([
    ['nothing to say twice', '  stage: { senders: { b: { relay: { host: "s.de:587" } } } }\n  prod: {}\n', []],
    [
      'an unknown sender',
      '  stage: { senders: { bb: { relay: { host: "s:25" } } } }\n',
      ["a.yaml:10:23 environment/unknown-sender in environment 'stage': there is no sender 'bb'. Did you mean b?"],
    ],
    [
      'an unknown field',
      '  stage: { senders: { a: { name: c, rellay: {} } } }\n',
      [
        "a.yaml:10:28 unknown-key the key 'name' is not allowed here. Known keys: provider, relay, webhook, path, platform.",
        "a.yaml:10:37 unknown-key the key 'rellay' is not allowed here. Did you mean relay?",
      ],
    ],
    [
      'a wrong word',
      '  stage: { senders: { a: { relay: { tls: ssl } } } }\n',
      ["a.yaml:10:42 value/tls tls 'ssl' is not a TLS mode. Use one of none, starttls, implicit."],
    ],
    [
      'a list of senders',
      '  stage: { senders: [{ name: a }] }\n',
      [expect.stringMatching(/^a\.yaml:10:21 value\/map senders must/)] as never,
    ],
    [
      'a result that a rule forbids',
      '  stage: { senders: { b: { provider: custom } } }\n  prod: { senders: { a: { relay: { tls: none } } } }\n',
      [
        /^a\.yaml:6:42 relay\/host-missing in environment 'stage': sender 'b' has no relay host/,
        /^a\.yaml:6:42 relay\/auth-missing in environment 'stage': /,
        /^a\.yaml:11:41 relay\/clear-text-auth in environment 'prod': the user name and password are sent/,
      ].map((line) => expect.stringMatching(line) as never),
    ],
    [
      'a name',
      '  "my stage": {}\n',
      [expect.stringMatching(/^a\.yaml:10:3 environment\/name in environment 'my stage'/)] as never,
    ],
  ])('%s', (_name, text, expected) => {
    for (const environment of [undefined, 'stage'].slice(0, text.includes('stage:') ? 2 : 1))
      expect(told(read(text, environment).problems).map(problemLine)).toEqual(expected);
  });

  test.each([
    ['stag', 'Did you mean stage? The file has stage, prod.'],
    ['nothing', 'The file has stage, prod.'],
    ['constructor', 'The file has stage, prod.'],
  ])('an unknown environment: %s', (environment, fix) => {
    const { config, problems } = read('  stage:\n  prod: {}\n', environment);
    expect([config, told(problems).map(({ rule, fix }) => [rule, fix])]).toEqual([
      undefined,
      [['environment/unknown', fix]],
    ]);
  });

  test('a password in it is told as any other, and never shown', () => {
    const said = '  stage: { senders: { a: { relay: { password: hunter2 } } } }\n';
    const { problems } = readConfig({ shownAs: 'a', text: `${base}environments:\n${said}`, readableBy: 'others' });
    expect(told(problems).map(({ rule }) => rule)).toEqual(['secret/readable-by-others']);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

describe('changes', () => {
  const text = `${base}environments:\n  stage: # s\n    senders:\n      'a': { relay: { tls: none } }   # mine\n      b:\n        platform: { id: 7 }\n`;
  const plan = (change: ConfigChange, environment?: string, said = text) =>
    planChange({ shownAs: 'a.yaml', text: said, readableBy: 'owner', environment }, change).text;

  test('a rename is followed, in place', () => {
    expect(plan({ kind: 'rename-sender', name: 'a', to: '00123' })).toBe(
      text.replace('name: a', 'name: "00123"').replace("'a':", "'00123':"),
    );
    expect(plan({ kind: 'rename-sender', name: 'b', to: 'true' })).toBe(
      text.replace('name: b', 'name: "true"').replace('      b:', '      "true":'),
    );
  });

  test('where two environments share the name, nothing is guessed', () => {
    const shared = `${base}environments:\n  stage: &s { senders: { a: {} } }\n  prod: *s\n`;
    expect(() => plan({ kind: 'rename-sender', name: 'a', to: 'c' }, undefined, shared)).toThrow(
      /^a\.yaml:10 cannot be changed safely: an anchor/,
    );
  });

  test('a sender that an environment names is not deleted', () => {
    expect(() => plan({ kind: 'delete-sender', name: 'b' })).toThrow(
      "Sender 'b' has its own values in environment 'stage'; nothing was deleted.",
    );
  });

  test('an edit of the base that an environment cannot bear is refused', () => {
    const custom = `${base}environments: { stage: { senders: { b: { provider: custom, relay: { host: "h:25" } } } } }\n`;
    expect(() => plan({ kind: 'edit-sender', name: 'b', fields: { tls: 'none' } }, undefined, custom)).toThrow(
      /has one problem/,
    );
  });

  test('with an environment chosen, no change is made', () => {
    expect(() => plan({ kind: 'edit-sender', name: 'a', fields: { tls: 'none' } }, 'stage')).toThrow(
      /'stage' is selected; nothing was written\.$/,
    );
  });
});
