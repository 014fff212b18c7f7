import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { isShort } from '../../src/world/secrets/secret.js';
import { around, startEchoServer } from '../support/attack/echo-server.js';
import { cutForms, type EchoForm, echoedPasswords, echoForms, leftOf } from '../support/echo-forms.js';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';

/**
 * `npm run test:attack`: a relay that repeats the password in everything it says, in every form that a server or a log may give
 * it, against every output and every file. What it repeats stands between marks; nothing of it may be left there.
 */
const user = 'somebody';
const server = await startEchoServer();
const folder = await emptyFolder();
await writeFile(
  path.join(folder, 'akrelay.yaml'),
  `senders:
  - name: echo
    provider: custom
    relay: { host: "127.0.0.1:${server.port}", tls: none, auth: login, username: { env: U }, password: { env: P } }
test: { from: test@example.com, recipients: [qa@example.net] }
`,
  { mode: 0o600 },
);
afterAll(server.close);

/** Every way in which a command tells, or keeps, what the relay said. */
const outputs: readonly {
  readonly words: readonly string[];
  readonly login: 'taken' | 'refused';
  readonly files: readonly string[];
}[] = [
  {
    words: ['send', 'echo', '--transcript', '--debug', '--receipt', 'receipt.json', '--save', 'sent.eml'],
    login: 'taken',
    files: ['receipt.json', 'sent.eml'],
  },
  { words: ['send', 'echo', '--json', '--transcript'], login: 'taken', files: [] },
  { words: ['send', 'echo', '--debug', '--transcript'], login: 'refused', files: [] },
  { words: ['send', 'echo', '--json'], login: 'refused', files: [] },
  { words: ['send', 'echo', '--stop-after', 'rcpt', '--json'], login: 'taken', files: [] },
  { words: ['send', 'echo', '--count', '2', '--json'], login: 'taken', files: [] },
  { words: ['check', 'echo', '--save', 'look.json', '--debug'], login: 'taken', files: ['look.json'] },
  { words: ['check', 'echo', '--json', '--negative'], login: 'taken', files: [] },
  { words: ['check', 'echo'], login: 'refused', files: [] },
];

async function said(password: string, form: EchoForm): Promise<string[]> {
  const echo = form.of(password, user);
  const texts: string[] = [];
  for (const { words, login, files } of outputs) {
    server.says(echo, login);
    const { stdout, stderr } = await inProcess(words, { cwd: folder, env: { U: user, P: password } });
    texts.push(stdout, stderr);
    for (const file of files) {
      texts.push(await readFile(path.join(folder, file), 'utf8'));
      if (file.endsWith('.json')) expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
    }
  }
  return texts;
}

/** What is left of each echo. */
function leftIn(text: string): string[] {
  const { before, after } = around;
  return text
    .split(before)
    .slice(1)
    .map((rest) => leftOf(rest.slice(0, Math.max(0, rest.indexOf(after))), user));
}

/** AKRELAY_SHARE=4: each password in a quarter of the forms, another quarter for the next one. */
const share = Number(process.env['AKRELAY_SHARE'] ?? 1);

describe('a password that the relay repeats is shown nowhere and kept nowhere:', () => {
  test.each(echoedPasswords.map((password, turn) => [password, turn] as const))(
    '%j',
    async (password, turn) => {
      const all = [...echoForms, ...(password.length < 8 || isShort(password) ? [] : cutForms)];
      const forms = all.filter((_form, i) => (i + turn) % share === 0);
      const found: string[] = [];
      let echoes = 0;
      for (const form of forms)
        for (const [i, text] of (await said(password, form)).entries()) {
          const left = leftIn(text);
          echoes += left.length;
          const shown = left.find((one) => one !== '');
          if (shown !== undefined) found.push(`${form.name}, output ${i}: ${shown}`);
        }
      expect(found).toEqual([]);
      // Every run shows at least one.
      expect(echoes).toBeGreaterThan(forms.length * outputs.length);
    },
    300_000,
  );

  test('28 passwords, 40 forms', () => expect([echoedPasswords.length, echoForms.length]).toEqual([28, 40]));
});
