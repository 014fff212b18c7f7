import { describe, expect, test } from '@jest/globals';
import { spec as senderCreate } from '../../../src/commands/sender/create.js';
import { memoryWorld, optionsOf, person } from '../../support/memory-world.js';

const empty = 'version: 1\n';

async function create(words: readonly string[], config = empty, answers?: readonly unknown[]) {
  const asked = answers === undefined ? undefined : person(answers);
  const { world, text } = memoryWorld(config, asked?.prompts);
  const { result } = await senderCreate.run(optionsOf(senderCreate, words), world);
  return { text: text(), result, asked: asked?.asked ?? [] };
}

describe('sender create, words', () => {
  test.each([
    [['main', '--provider', 'sendgrid'], '--provider', 'one of sendsay, altcraft-cloud, custom'],
    [['main', '--host', 'smtp://x'], '--host', 'host and port'],
    [['main', '--tls', 'ssl'], '--tls', 'one of none, starttls, implicit'],
    [['main', '--auth', 'LOGIN'], '--auth', 'one of none, login, plain, cram-md5'],
    [['main', '--password-env', 'hunter2!'], '--password-env', 'this is not the name of an environment variable'],
    [['main', '--account', '306', '--account', 'x'], '--account', 'whole number of at least 1'],
    [['main', '--path-network', '10.0.0.0/33'], '--path-network', 'network'],
    [['main', '--path-host', '*'], '--path-host', 'host pattern'],
    [['main', '--platform-id', '0'], '--platform-id', 'whole number'],
    [['main', '--webhook-url', 'ftp://x'], '--webhook-url', 'URL with https://'],
    [['-', '--webhook-url', 'ftp://x'], 'name', 'without a leading dash'],
    [['main', '--no-webhook', '--gateway', 'x'], '--no-webhook', 'cannot be used with'],
  ])('%j is refused, naming %s', (words, flag, accepted) => {
    expect(() => optionsOf(senderCreate, words)).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringContaining(flag) }),
    );
    expect(() => optionsOf(senderCreate, words)).toThrow(accepted);
  });

  test('a password typed where its variable belongs is not repeated', () => {
    expect(() => optionsOf(senderCreate, ['main', '--password-env', 'hunter2!'])).toThrow(/^(?!.*hunter2)/);
  });

  test('the password cannot be given as a word', () => {
    expect(() => optionsOf(senderCreate, ['main', '--password', 'hunter2'])).toThrow(/unknown option/);
  });
});

describe('sender create --yes', () => {
  test("takes the preset's values, and asks nothing", async () => {
    const { text, asked } = await create(['--provider', 'sendsay', '--yes'], empty, []);
    expect(asked).toEqual([]);
    expect(text).toContain(`  - name: sendsay
    provider: sendsay
    relay:
      host: smtp.gate.sendsay.ru:587
      tls: starttls
      auth: login
      username: { env: SENDSAY_LOGIN }
      password: { env: SENDSAY_PASSWORD }
    webhook: { enabled: true }
`);
  });

  test.each([
    [['--yes'], '<name>, --provider'],
    [['cloud', '--provider', 'altcraft-cloud', '--yes'], '--host, --auth'],
  ])('%j: what no preset knows is missing', async (words, missing) => {
    await expect(create(words, empty, [])).rejects.toThrow(`missing: ${missing}.`);
  });
});

describe('sender create --password-command', () => {
  test('is written as a list', async () => {
    const words = ['main', '--provider', 'sendsay', '--username', 'u', '--password-command', "pass show 'my relay'"];
    expect((await create(words)).text).toContain('password: { command: [pass, show, "my relay"] }\n');
  });

  test('a program is among the choices of a secret', async () => {
    const words = [
      'main',
      '--provider',
      'sendsay',
      '--no-webhook',
      '--account',
      '1',
      '--username',
      'u',
      '--tls',
      'starttls',
    ];
    const { text, asked } = await create([...words, '--auth', 'login', '--host', 'h.example:587'], empty, [
      'command',
      'pass show relay',
      true,
    ]);
    expect(asked.map(({ message }) => message)).toEqual([
      'Where does the password come from?',
      'Program and arguments',
      'Write this to akrelay.yaml?',
    ]);
    expect(text).toContain('password: { command: [pass, show, relay] }\n');
  });
});

describe('sender create, where nobody can be asked', () => {
  test('the preset gives what the flags left open, and what is optional is left out', async () => {
    const { text } = await create(['main', '--provider', 'sendsay', '--username-env', 'U', '--password-env', 'P']);
    expect(text).toBe(`version: 1

senders:
  - name: main
    provider: sendsay
    relay:
      host: smtp.gate.sendsay.ru:587
      tls: starttls
      auth: login
      username: { env: U }
      password: { env: P }
    webhook: { enabled: true }
`);
  });

  test('every flag ends in the file', async () => {
    const { text } = await create(
      [
        ['main', '--provider', 'custom', '--host', 'Mx.example.com:465', '--tls', 'implicit', '--auth', 'plain'],
        ['--username', 'x.y@smtpgate', '--password-file', '/run/secrets/relay', '--webhook', '--gateway', 'Own gate'],
        [
          '--webhook-url',
          'https://platform.example/h',
          '--path-host',
          'out#.example.com',
          '--path-host',
          '*.r.example',
        ],
        ['--path-network', '192.0.2.0/24', '--path-network', '2001:db8::/32', '--platform-id', '3'],
        ['--account', '306', '--account', '307'],
      ].flat(),
    );
    expect(text).toBe(`version: 1

senders:
  - name: main
    provider: custom
    relay:
      host: mx.example.com:465
      tls: implicit
      auth: plain
      username: x.y@smtpgate
      password: { file: /run/secrets/relay }
    webhook: { enabled: true, gateway: "Own gate", url: "https://platform.example/h" }
    path:
      hosts: ["out#.example.com", "*.r.example"]
      networks: [192.0.2.0/24, "2001:db8::/32"]
    platform: { id: 3, accounts: [306, 307] }
`);
  });

  test.each([
    [[], 'Values are missing: <name>, --provider.'],
    [['main'], 'A value is missing: --provider.'],
    [['main', '--provider', 'altcraft-cloud'], 'Values are missing: --host, --auth.'],
    [['--provider', 'custom', '--auth', 'none'], 'Values are missing: <name>, --host.'],
  ])('%j: one error names all that is missing', async (words, message) => {
    await expect(create(words)).rejects.toMatchObject({ kind: 'usage', message });
  });

  test('a dry run shows the change and writes nothing', async () => {
    const { text, result } = await create(['main', '--provider', 'sendsay', '--dry-run']);
    expect([text, result.state]).toEqual([empty, 'would-be-written']);
    expect(result.hunks.flatMap(({ lines }) => lines).map(({ text: line }) => line)).toContain('  - name: main');
  });

  test('a name that is taken is refused', async () => {
    const config = (await create(['main', '--provider', 'sendsay'])).text;
    await expect(create(['main', '--provider', 'sendsay'], config)).rejects.toMatchObject({ kind: 'usage' });
  });
});

describe('sender create, with a person', () => {
  test('the form of the preset is asked in its order, with its defaults, and a wrong answer again', async () => {
    const answers = [
      'sendsay',
      undefined,
      '306, 307',
      'no port:',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ];
    const { text, asked } = await create([], empty, [...answers, 'file', '/run/pw', false, true]);
    expect(asked.map(({ message }) => message)).toEqual([
      'Provider of the relay',
      'Name of the sender',
      'Account numbers that may use it',
      'Host and port of the relay',
      'Host and port of the relay',
      'TLS',
      'How the relay authenticates the sender',
      'Where does the user name come from?',
      'Name of the variable',
      'Where does the password come from?',
      'Path of the file',
      'Does the relay report delivery events to the platform (webhook)?',
      'Write this to akrelay.yaml?',
    ]);
    expect(asked[3]?.problem).toMatch(/^Enter a host and port, such as/);
    expect(text).toContain('username: { env: SENDSAY_LOGIN }\n      password: { file: /run/pw }\n');
    expect(text).toContain('webhook: { enabled: false }\n    platform: { accounts: [306, 307] }\n');
  });

  test('only what the flags left open is asked', async () => {
    const words = [
      'main',
      '--provider',
      'sendsay',
      '--host',
      'a.gate.sendsay.ru:25',
      '--tls',
      'none',
      '--auth',
      'none',
    ];
    const { asked } = await create([...words, '--no-webhook'], empty, ['', true]);
    expect(asked.map(({ message }) => message)).toEqual([
      'Account numbers that may use it',
      'Write this to akrelay.yaml?',
    ]);
  });

  test('a no at the end changes nothing', async () => {
    const words = ['main', '--provider', 'sendsay', '--auth', 'none', '--no-webhook', '--account', '1'];
    const { prompts } = person([undefined, undefined, false]);
    const { world, text } = memoryWorld(empty, prompts);
    await expect(senderCreate.run(optionsOf(senderCreate, words), world)).rejects.toMatchObject({ kind: 'cancelled' });
    expect(text()).toBe(empty);
  });

  test('a yes is for the lines that were shown', async () => {
    const words = ['main', '--provider', 'sendsay', '--auth', 'none', '--no-webhook', '--account', '1'];
    const { prompts } = person([undefined, undefined]);
    const memory = memoryWorld(empty, {
      ...prompts,
      confirm: async () => {
        memory.overwrite('version: 1\n# meanwhile\nsenders: []\n');
        return true;
      },
    });
    const run = senderCreate.run(optionsOf(senderCreate, words), memory.world);
    await expect(run).rejects.toMatchObject({ kind: 'changed-on-disk' });
    expect(memory.text()).toBe('version: 1\n# meanwhile\nsenders: []\n');
  });
});
