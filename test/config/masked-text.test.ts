import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskedText } from '../../src/config/masked-text.js';
import { planChange } from '../../src/config/plan-change.js';
import { readConfig } from '../../src/config/read-config.js';

describe('the text of a config that is shown', () => {
  test.each([
    ['a:\n  password: hunter2 # x\n', 'a:\n  password: *** # x\n'],
    ['password: "hunter2" # x', 'password: *** # x'],
    ["relay: { host: x, password: 'it''s', tls: none }", 'relay: { host: x, password: ***, tls: none }'],
    ['"password": hunter2\n', '"password": ***\n'],
    ['password : hunter2\n', 'password : ***\n'],
    ['{"password":"hunter2"}', '{"password":***}'],
    ['? password\n: hunter2\n', '? password\n: ***\n'],
    ['password: |\n  hunter2\n  more\nnext: 1\n', 'password: ***\n  ***\n  ***\nnext: 1\n'],
    ['password: >-\n\n  hunter2\n\n\nb: 1\n', 'password: ***\n\n  ***\n\n\nb: 1\n'],
    ['a:\n  password:\n    "hunter2"\n  next: 1\n', 'a:\n  password:\n    ***\n  next: 1\n'],
    ['password: "hun\n  ter2"\nnext: 1\n', 'password: ***\n  ***\nnext: 1\n'],
    ['a: [{ password: hunter1 }, { password: hunter2 }]\n', 'a: [{ password: *** }, { password: *** }]\n'],
    ['a: [{ password: { env: A } }, { password: hunter2 }]\n', 'a: [{ password: { env: A } }, { password: *** }]\n'],
    ['password: [hunter2]\n', 'password: ***\n'],
    ['password: { hunter2 }\n', 'password: ***\n'],
    ['password: { env: hunter2! }\n', 'password: ***\n'],
    ['password: { file: x, hunter2: 1 }\n', 'password: ***\n'],
    ['\ufeffpassword: hunter2\r\nb: 1\r\n', '\ufeffpassword: ***\r\nb: 1\r\n'],
  ])('whatever its quotes and lines: %j is %j', (text, shown) => expect(maskedText(text)).toBe(shown));

  test.each([
    ['a: {password: &p hunter2}\n', 'a: {password: ***}\n'],
    ['x-password: &pw hunter2\na: { password: *pw }\n', 'x-password: &pw ***\na: { password: *pw }\n'],
    ['x-mine: &q hunter2\na: { password: *q }\n', 'x-mine: &q ***\na: { password: *q }\n'],
    ['password: &SECRET\n', 'password: ***\n'],
    ['password: !SECRET\n', 'password: ***\n'],
    ['password: !SECRET x\n', 'password: ***\n'],
    ['x-relay_secrets: { a: hunter2 }\n', 'x-relay_secrets: ***\n'],
    ["&a'password:hunter2", "&a'password:***"],
    ["b: !a'password:hunter2 1", "b: !a'password:*** 1"],
    ['<<: { password: hunter2 }\n', '<<: { password: *** }\n'],
  ])('anchors and tags: %j is %j', (text, shown) => expect(maskedText(text)).toBe(shown));

  test.each([
    ['a: { b: c, password:hunter2 }\n', 'a: { b: c, password:*** }\n'],
    ['a: { b: c, password hunter2 }\n', 'a: { b: c, password *** }\n'],
    ['a: { b: c, password: *hunter2 }\n', 'a: { b: c, password: ***\n'],
    ['password: hunter2\npassword: hunter3\n', 'password: ***\npassword: ***\n'],
    ['password: \t"hunter2\n', 'password: \t***\n'],
    ['a:\n - password: hunter2\n   b: [\n', 'a:\n - password: ***\n   b: [\n'],
    ['a: [\npassword: |\n  hunter2\n  more\nnext: 1\n', 'a: [\npassword: ***\n  ***\n  ***\nnext: 1\n'],
    ['n: "Password: hunter2"\n', 'n: "Password: ***\n'],
  ])('a slip, or no YAML: %j is %j', (text, shown) => expect(maskedText(text)).toBe(shown));

  test.each([
    ['# password: old\na: 1\n', '# password: ***\na: 1\n'],
    ['#password=old\r\na: 1\r\n', '#password=***\r\na: 1\r\n'],
    ['# password:\n#   hunter2\n# next: 1\na: 1\n', '# password:\n#   ***\n# next: 1\na: 1\n'],
    ['# password: |\n#   hunter2\n#   more\na: 1\n', '# password: ***\n#   ***\n#   ***\na: 1\n'],
    ['a: 1 # api_token: hunter2\n', 'a: 1 # api_token: ***\n'],
    ['--- # password: x\na: 1\n', '--- # password: ***\na: 1\n'],
    ['password: hunter2\n# hunter2 is by Bob\n', 'password: ***\n# *** is by Bob\n'],
  ])('comments: %j is %j', (text, shown) => expect(maskedText(text)).toBe(shown));

  test.each([
    'password: { env: X }\n',
    'password: {env: P}',
    'password:\n  env: X # set by CI\n',
    'a: { password:\n  { env: P }, tls: none }',
    'a:\n  password: {\n    env: X }\n',
    'password: { file: /run/secret }\n',
    'password: { command: [pass, show, x] }\n',
    'x-p: &p { env: P }\na: { password: *p }\n',
    'password:\n',
    'password: ~\n',
    'password: ""\n',
    'name: password-reset\n',
    'environments:\n  token-test: { test: { from: a@b.c } }\n',
    '# Secrets are references, { env: NAME }, { file: path }\n',
    '  - { sender: main, percent: 100 } # passwords are elsewhere\n',
  ])('%j stays', (text) => expect(maskedText(text)).toBe(text));

  test('line for line, whatever the text', () => {
    const piece = fc.constantFrom(
      'password',
      ':',
      ' ',
      '\n',
      '  ',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      '#',
      '&a',
      '*a',
      '|',
      'hunter2',
      ',',
      '- ',
      '\r\n',
      '\t',
      '!t',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const masked = maskedText(text);
        expect(masked.split('\n').length).toBe(text.split('\n').length);
        // Behind its key on the same line nothing of it is ever left, YAML or not.
        for (const line of masked.split('\n')) expect(line).not.toMatch(/(?<![\w.-])password: *"?hunter2/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a change shows lines, and no password in them', () => {
  const relay = (password: string) =>
    `    relay:\n      host: x.example:587\n      password: ${password}\n      auth: login\n`;
  const text = (password: string) =>
    `senders:\n  - name: a\n${relay(password)}  # password: hunter2\n  - name: b\n    provider: sendsay\n`;

  test.each(['hunter2', '"hunter2"', '|\n        hunter2', '&hunter2', '!hunter2 x', '[hunter2]', '{ hunter2: 1 }'])(
    'with the password %j',
    (password) => {
      const source = { shownAs: 'a.yaml', text: text(password), readableBy: 'owner' } as const;
      for (const change of [
        { kind: 'delete-sender', name: 'a' },
        { kind: 'edit-sender', name: 'a', fields: { auth: 'plain' } },
        { kind: 'rename-sender', name: 'b', to: 'c' },
      ] as const) {
        const said = outcome(() => JSON.stringify(planChange(source, change).hunks));
        expect(said).not.toContain('hunter');
      }
    },
  );

  test.each([
    'senders: [{ name: a, relay: { user: x, password:hunter2 } }]\n',
    'senders: [{ name: a, relay: { password: *hunter2 } }]\n',
    'senders: [{ name: a, relay: { password: { hunter2 } } }]\n',
    'senders: [{ name: a, relay: { password hunter2 } }]\n',
    'senders: [{ name: a, password=hunter2: 1, passwordhunter2: 2 }]\n',
    'senders: [{ name: a, relay: { auth: "login, password: hunter2" } }]\n',
    'environments: { "password: hunter2": 1 }\n',
    'senders:\n  - name: a\n    password: "hunter2\n',
  ])('nor does what is said of %j', (broken) => {
    const { problems } = readConfig({ shownAs: 'a.yaml', text: broken, readableBy: 'others' });
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

function outcome(act: () => string): string {
  try {
    return act();
  } catch (error) {
    const { message, details = [] } = error as { message: string; details?: readonly string[] };
    return [message, ...details].join('\n');
  }
}
