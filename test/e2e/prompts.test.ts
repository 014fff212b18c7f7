import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { emptyFolder } from '../support/program.js';
import { programInShell } from '../support/program-under-test.js';
import { key, openProgram, openTerminal } from '../support/terminal.js';

let cwd: string;
let file: string;
beforeEach(async () => {
  cwd = await emptyFolder();
  file = path.join(cwd, 'akrelay.yaml');
  await writeFile(file, 'version: 1\n');
});

describe('a person at a terminal', () => {
  test('creates a sender with arrow keys, and corrects a mistake', async () => {
    const person = openTerminal(['sender', 'create'], { cwd });
    await person.sees('Provider of the relay');
    person.types(key.down);
    await person.sees('❯ Altcraft Cloud SMTP');
    person.types(key.enter);
    await person.sees('✔ Provider of the relay Altcraft Cloud SMTP');
    await person.sees('Name of the sender');
    person.types(`cloud${key.enter}`);
    await person.sees('numbers that may use it');
    person.types(key.enter);
    await person.sees('Host and port of the relay');
    person.types(`smtp.example.com:99999${key.enter}`);
    await person.sees('> Enter a host and port, such as smtp');
    person.types(`${key.backspace.repeat(5)}2525${key.enter}`);
    await person.sees('? TLS');
    person.types(key.enter);
    await person.sees('How the relay authenticates');
    person.types(`${key.up}${key.enter}`);
    await person.sees('Where does the user name come from?');
    person.types(key.enter);
    await person.sees('Where does the user name come from? an environment variable');
    await person.sees('Name of the variable (ALTCRAFT_SMTP_LOGIN)');
    person.types(key.enter);
    await person.sees('Where does the password come from?');
    await person.sees('a program, such as a password manager');
    person.types(`${key.down}${key.down}${key.down}${key.enter}`);
    await person.sees('Where does the password come from? nowhere: ask when it is needed');
    await person.sees('(webhook)? (Y/n)');
    person.types(`n${key.enter}`);
    await person.sees('Write this to akrelay.yaml? (Y/n)');
    person.types(key.enter);
    expect([await person.exit, await readFile(file, 'utf8')]).toEqual([
      0,
      `version: 1

senders:
  - name: cloud
    provider: altcraft-cloud
    relay:
      host: smtp.example.com:2525
      tls: none
      auth: login
      username: { env: ALTCRAFT_SMTP_LOGIN }
    webhook: { enabled: false }
`,
    ]);
    expect(person.screen()).toContain("Created sender 'cloud' in akrelay.yaml.");
  });

  test.each([
    ['Ctrl-C', key.ctrlC],
    ['Ctrl-D, the end of the input', key.ctrlD],
  ])('%s: exit 130, nothing written', async (_name, keys) => {
    const person = openTerminal(['sender', 'create', 'main', '--provider', 'sendsay'], { cwd });
    await person.sees('numbers that may use it');
    person.types(key.enter);
    await person.sees('Host and port of the relay');
    person.types(keys);
    expect(await person.exit).toBe(130);
    expect(await readFile(file, 'utf8')).toBe('version: 1\n');
    expect(person.screen()).toContain('Cancelled; nothing was changed.');
  });

  test.each([
    ['at a choice', [], 'Provider of the relay'],
    ['at a text', ['main', '--provider', 'sendsay'], 'numbers that may use it'],
  ])('Ctrl-C %s gives the terminal back as it was', async (_where, words, question) => {
    const script = `stty -g; ${programInShell} sender create ${words.join(' ')}; echo "exit $?"; stty -g`;
    const person = openProgram('sh', ['-c', script], { cwd });
    await person.sees(question);
    person.types(key.ctrlC);
    await person.exit;
    const lines = person.screen().trim().split('\n');
    expect(lines.at(-2)).toBe('exit 130');
    expect(lines.at(-1)).toBe(lines[0]);
    expect(person.raw().lastIndexOf('\u001b[?25l')).toBeLessThanOrEqual(person.raw().lastIndexOf('\u001b[?25h'));
  });

  test('a signal from outside ends the question too', async () => {
    const person = openTerminal(['sender', 'create'], { cwd });
    await person.sees('Provider of the relay');
    person.interrupt();
    expect(await person.exit).toBe(130);
  });

  /** Goes through the questions for a sender, and leaves at the last. The words that were drawn. */
  async function wordsDrawn(columns: number): Promise<string[]> {
    const person = openTerminal(['sender', 'create'], { cwd, columns });
    for (const [question, keys] of [
      ['Provider', key.down + key.down],
      ['Name of the', 'a-name-of-more-than-a-few-letters'],
      ['ccount numbers', ''],
      ['Host and port', `x:99999${key.enter}${key.ctrlU}a-relay-with-a-long.example.com:587`],
      ['TLS', ''],
      ['authenticates', ''],
      ['user name come from', ''],
      ['of the variable', 'A_VARIABLE_THAT_HAS_A_LONG_NAME'],
      ['password come from', key.down + key.down + key.down],
      ['(webhook)?', 'n'],
    ] as const) {
      await person.sees(question);
      person.types(keys + key.enter);
    }
    await person.sees('Host names');
    person.types(key.ctrlC);
    await person.exit;
    return person.screen().split(/\s+/);
  }

  test('on 40 columns nothing breaks inside a word', async () => {
    const [narrow, wide] = [await wordsDrawn(40), new Set(await wordsDrawn(200))];
    expect(narrow.length).toBeGreaterThan(200);
    // While it is typed, a word is drawn letter by letter.
    expect(narrow.filter((word) => !wide.has(word) && !/^(a-name|a-relay|A_VARIABLE)/.test(word))).toEqual([]);
  });

  const onPosix = process.platform === 'win32' ? test.skip : test;
  onPosix('a terminal that does not tell its size breaks no lines', async () => {
    const words = ['-c', `stty cols 0 rows 0; exec ${programInShell} prove --config none.yaml`];
    const person = openProgram('sh', words, { cwd });
    expect(await person.exit).toBe(78);
    expect(person.screen()).toMatch(/^error: Cannot read the config none\.yaml: no such file or folder\.$/m);
  });

  test('what is typed before a question is drawn answers it', async () => {
    await rm(file);
    const person = openTerminal(['init'], { cwd });
    // "me" is no address; what comes next completes it.
    const answers = ['', 'n', 'mx.example.net', 'me', '@example.com', 'qa@example.net'];
    person.types(answers.map((answer) => answer + key.enter).join(''));
    expect(await person.exit).toBe(0);
    const written = await readFile(file, 'utf8');
    for (const answer of ['by: mx.example.net', 'from: me@example.com', 'recipients: [qa@example.net]'])
      expect(written).toContain(answer);
  });

  test.each([
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['--no-color', ['--no-color'], {}],
  ])('%s: questions, mistakes and the error have no colour', async (_name, words, env) => {
    const person = openTerminal(['sender', 'create', 'main', '--provider', 'custom', ...words], { cwd, env });
    await person.sees('numbers that may use it');
    person.types(`x${key.enter}`);
    await person.sees('> Enter account numbers separated by commas, such');
    person.types(`${key.backspace}1${key.enter}`);
    await person.sees('Host and port of the relay');
    person.types(`mx.example.com${key.enter}`);
    await person.sees('❯ starttls');
    person.types(key.ctrlC);
    await person.exit;
    expect(person.raw()).not.toMatch(/\u001b\[[0-9;]*m/);
  });

  test('progress gives its line to a question', async () => {
    await writeFile(
      file,
      'senders:\n  - { name: old, provider: custom, relay: { host: "localhost:1", auth: login } }\n',
    );
    const person = openTerminal(['check', 'old'], { cwd });
    await person.sees('The user name of old:');
    person.types(key.ctrlC);
    expect(await person.exit).toBe(130);
    expect(person.raw()).toMatch(/Checking old …\r\u001b\[J/);
  });

  test.each([[['sender', 'create']], [['virtual', 'create']], [['sender', 'edit', 'old']]])(
    '%j with --env is refused before the first question',
    async (words) => {
      await writeFile(file, 'senders:\n  - { name: old, provider: sendsay }\nenvironments: { stage: {} }\n');
      const person = openTerminal([...words, '--env', 'stage'], { cwd });
      expect(await person.exit).toBe(64);
      expect(person.screen()).toMatch(/^error: Commands cannot change an environment/);
    },
  );

  test('with --no-input nobody is asked', async () => {
    const person = openTerminal(['sender', 'create', '--no-input'], { cwd });
    expect(await person.exit).toBe(64);
    expect(person.screen()).toContain('<name>, --provider');
  });

  test('a removal is confirmed, and Enter alone keeps the sender', async () => {
    await writeFile(file, 'senders:\n  - name: old\n    provider: sendsay\n');
    const careful = openTerminal(['sender', 'delete', 'old'], { cwd });
    await careful.sees('(y/N)');
    careful.types(key.enter);
    expect(await careful.exit).toBe(130);
    expect(careful.screen()).toMatch(
      /^ {2}-senders:\n {2}- {2}- name: old\n {2}- {4}provider: sendsay\n {2}\+senders: \[\]\n\? Write/,
    );
    const sure = openTerminal(['sender', 'delete', 'old'], { cwd });
    await sure.sees('(y/N)');
    sure.types(`y${key.enter}`);
    expect([await sure.exit, await readFile(file, 'utf8')]).toEqual([0, expect.not.stringContaining('old')]);
  });

  test('lists fit the terminal', async () => {
    const host = 'a-very-long-host-name.of-a-relay.example.com:2525';
    await writeFile(
      file,
      `senders:\n  - name: main\n    provider: custom\n    relay: { host: "${host}", auth: login }\n`,
    );
    const wide = openTerminal(['sender', 'list'], { cwd, columns: 120 });
    await wide.exit;
    expect(wide.screen()).toContain(host);
    const narrow = openTerminal(['sender', 'list'], { cwd, columns: 60 });
    await narrow.exit;
    expect(
      Math.max(
        ...narrow
          .screen()
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(60);
  });
});
