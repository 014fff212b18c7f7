import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';

const relay = '{ host: "localhost:1", tls: none, auth: login, username: { env: U }, password: { env: P } }';
const configs = {
  'no-senders': 'version: 1\n',
  'no-mailbox': `senders:\n  - { name: main, provider: custom, relay: ${relay} }\n`,
  'no-addresses': `senders:
  - { name: main, provider: custom, relay: ${relay} }
virtualSenders:
  - { name: news, account: 1, rules: [{ match: default, senders: [{ sender: main, percent: 100 }] }] }
mailboxes:
  - { name: qa, type: imap, host: "localhost:1", username: { env: QU }, password: { env: QP } }
`,
} as const;

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
  for (const [name, text] of Object.entries(configs)) await writeFile(path.join(cwd, `${name}.yaml`), text);
  await mkdir(path.join(cwd, 'empty'));
});

const addresses = ['--from', 'a@b.example', '--to', 'c@d.example', '--yes'];

describe('what is missing is said in the order in which it is set up, with what to type', () => {
  test.each<[keyof typeof configs, readonly string[], number, string]>([
    [
      'no-senders',
      ['prove'],
      64,
      'error: The config has no senders.\nhint: Create one with: akrelay --config no-senders.yaml sender create\n',
    ],
    [
      'no-mailbox',
      ['prove'],
      64,
      'error: The config has no mailboxes.\nhint: Add one to the config (akrelay help mailboxes), or give one with --imap, --maildir, --mbox or --mailpit.\n',
    ],
    [
      'no-mailbox',
      ['check', 'localhost'],
      64,
      "error: There is no sender 'localhost'.\nhint: To check or send through a relay that is not in the config, add its port: localhost:587\n",
    ],
    ['no-mailbox', ['prove', 'mian'], 64, "error: There is no sender 'mian'.\nhint: Did you mean main?\n"],
    ['no-mailbox', ['prove', '--virtual', 'x'], 64, "error: There is no virtual sender 'x'; the config has none.\n"],
    [
      'no-addresses',
      ['prove'],
      64,
      'error: Values are missing: --from, --to.\nhint: Give them on the command line, or set test.from and test.recipients in the config.\n',
    ],
    [
      'no-addresses',
      ['send', '--from', 'a@b.example'],
      64,
      'error: A value is missing: --to.\nhint: Give it on the command line, or set test.recipients in the config.\n',
    ],
    [
      'no-addresses',
      ['prove', '--virtual', 'news', 'mian', ...addresses],
      64,
      'error: No rule of news uses mian.\nhint: See its rules with: akrelay --config no-addresses.yaml virtual show news\n',
    ],
  ])('%s: %j', async (config, words, exit, said) => {
    const run = await inProcess([...words, '--config', `${config}.yaml`, '--no-input'], { cwd });
    expect([run.exit, run.stdout, run.stderr.slice(0, said.length)]).toEqual([exit, '', said]);
  });

  test.each<[readonly string[], string, string]>([
    [
      ['send', 'main', ...addresses],
      'the user name of main: the environment variable U is not set\n  the password of main: the environment variable P is not set',
      'Set what is missing, or use other variables: akrelay --config no-addresses.yaml sender edit main --username-env <VAR> --password-env <VAR>',
    ],
    [
      ['fetch', 'x'],
      'the user name of mailbox qa: the environment variable QU is not set\n  the password of mailbox qa: the environment variable QP is not set',
      'Set what is missing, or change it under mailboxes in the config: akrelay help mailboxes',
    ],
    [
      ['fetch', 'x', '--imap', 'localhost:1', '--username', 'me', '--password-env', 'QP'],
      'the password of mailbox localhost:1: the environment variable QP is not set',
      'Set what is missing, or use other variables: --username-env <VAR> --password-env <VAR>',
    ],
    [
      ['send', 'localhost:1', '--username', 'me', '--password-env', 'P', ...addresses],
      'the password of localhost:1: the environment variable P is not set',
      'Set what is missing, or use other variables: --username-env <VAR> --password-env <VAR>',
    ],
    [
      ['events', 'listen', '--path-env', 'HOOK'],
      'the secret path of the webhook: the environment variable HOOK is not set',
      'Create one: export HOOK=$(openssl rand -hex 24)',
    ],
  ])('the secrets of %j: a hint that is about their owner', async (words, details, hint) => {
    const { exit, stderr } = await inProcess([...words, '--config', 'no-addresses.yaml', '--no-input'], { cwd });
    expect([exit, stderr]).toEqual([78, expect.stringContaining(`\n  ${details}\nhint: ${hint}\n`)]);
  });

  test.each(['send', 'prove'])('%s: the sender as an argument or as --sender, not both', async (command) => {
    const words = ['--config', 'no-addresses.yaml', '--no-input'];
    const named = await inProcess([command, '--sender', 'mian', ...words], { cwd });
    expect(named.stderr).toBe("error: There is no sender 'mian'.\nhint: Did you mean main?\n");
    const twice = await inProcess([command, 'main', '--sender', 'main', ...words], { cwd });
    expect(twice.stderr).toBe('error: The sender is given twice.\nhint: Remove the argument or --sender.\n');
  });

  test('a single input that cannot be read is told once', async () => {
    expect(await inProcess(['verify', 'empty'], { cwd })).toEqual({
      exit: 66,
      stdout: '',
      stderr: 'error: There is no message in empty.\nhint: Give a folder that contains messages.\n',
    });
    const { stdout, stderr } = await inProcess(['verify', 'empty', 'none'], { cwd });
    expect([stdout.match(/^error +/gm)?.length, stderr]).toEqual([2, '']);
  });
});
