import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { widthOf, wrapText } from '../../src/cells.js';
import { inProcess } from '../support/in-process.js';
import { labBench } from '../support/lab/sender.js';

const bench = await labBench();
const lab = await bench.start();
const refusing = await bench.start({
  faults: [
    {
      at: 'dot',
      act: {
        kind: 'say',
        bytes: '550 5.7.1 This is a long reply of a relay that has much to say about your message\r\n',
      },
    },
  ],
});
afterAll(() => {
  lab.close();
  refusing.close();
});

const longest = 'a-very-long-host-name.of-a.relay.example.com:2525';

beforeAll(async () => {
  const file = (name: string, text: string): Promise<void> =>
    writeFile(path.join(bench.folder, name), text, { mode: 0o600 });
  await file(
    'wide.yaml',
    `senders:
  - { name: sendsay-main-for-newsletters, provider: sendsay, relay: { host: "smtp.gate.sendsay.ru:465" } }
  - { name: cloud, provider: altcraft-cloud, relay: { host: "${longest}", auth: login, username: { env: SOME_VARIABLE } } }
virtualSenders:
  - name: newsletters
    account: 306
    rules: [{ match: default, senders: [{ sender: cloud, percent: 100, fromName: "Shop of Things", replyTo: help@example.com }] }]
`,
  );
  await file('wrong.yaml', 'senders:\n  - { name: a, provider: sendsy, relay: { tls: ssl }, nonsense: 1 }\n');
});

const at = (...words: string[]): string[] => [...words, '--config', 'wide.yaml'];
const commands: readonly (readonly string[])[] = [
  ['--help'],
  ['send', '--help'],
  ['sender', 'create', '--help'],
  ['nonsense'],
  at('sender', 'list'),
  at('sender', 'show', 'cloud'),
  at('sender', 'show', 'cloud', '--format', 'panel'),
  at('sender', 'show', 'cloud', '--format', 'panel-ru'),
  at('sender', 'edit', 'cloud', '--gateway', 'A gateway with a long name', '--dry-run'),
  at('sender', 'edit', 'nobody', '--tls', 'none'),
  at('sender', 'presets'),
  at('virtual', 'list'),
  at('virtual', 'show', 'newsletters'),
  at('virtual', 'attach', 'newsletters', 'sendsay-main-for-newsletters', '--percent', '30'),
  at('route', '--virtual', 'newsletters', '--from', 'shop@example.com', '--to', 'someone@gmail.com'),
  at('config', 'validate'),
  ['config', 'validate', '--config', 'wrong.yaml'],
  ['sender', 'list', '--config', 'wrong.yaml'],
  ['explain'],
  ['explain', 'message-refused'],
  ['verify', path.resolve('examples/confirmed.eml')],
  ['verify', path.resolve('examples/forged.eml'), '--receiver', 'mx.example.net'],
  ['verify', path.resolve('examples/confirmed.eml'), path.resolve('examples/forged.eml')],
  ['verify', 'nowhere.eml'],
];

/** Words that stand alone between blanks. */
function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function tooWide(text: string, columns: number): string[] {
  return text.split('\n').filter((line) => widthOf(line) > columns && words(line).length > 1);
}

describe.each([40, 47, 60, 79])('a terminal of %d columns', (columns) => {
  test.each(commands.map((one) => [one.join(' '), one] as const))('%s', async (_name, command) => {
    const piped = await inProcess(command, { cwd: bench.folder });
    const wide = await inProcess(command, { cwd: bench.folder, columns: 200 });
    const narrow = await inProcess(command, { cwd: bench.folder, columns });
    const text = narrow.stdout + narrow.stderr;
    expect(tooWide(text, columns)).toEqual([]);
    // No word was broken: each is one that stands in the same output elsewhere.
    const known = new Set(words(piped.stdout + piped.stderr + wide.stdout));
    expect(words(text).filter((word) => !known.has(word) && !/^-+$|…$/.test(word))).toEqual([]);
  });

  test('a look at a relay, a message that is taken and one that is not', async () => {
    const runs = [
      await bench.run(lab, ['check', '--negative', '--matrix', '--ports', `${lab.port}`], { columns }),
      await bench.run(lab, ['send', 'lab', '--transcript', '--save', 'a-file-with-a-name.eml'], { columns }),
      await bench.run(lab, ['send', 'lab', '--stop-after', 'rcpt'], { columns }),
      await bench.run(refusing, ['send', 'lab'], { columns }),
    ];
    for (const { stdout, stderr } of runs) expect(tooWide(stdout + stderr, columns)).toEqual([]);
  });
});

test('sender list never cuts the host, and has a line for each value where no table fits', async () => {
  for (const columns of [40, 60, 80, 120]) {
    const { stdout } = await inProcess(at('sender', 'list'), { cwd: bench.folder, columns });
    expect(stdout).toContain(longest);
  }
  const { stdout } = await inProcess(at('sender', 'list'), { cwd: bench.folder, columns: 40 });
  expect(stdout).toMatch(/^NAME {6}sendsay-main-for-newsletters\nPROVIDER {2}sendsay\n/);
});

test('a text in lines is the same words in the same order', () => {
  const word = fc.oneof(
    fc.stringMatching(/^[a-z.:[\]-]{1,60}$/),
    fc.constantFrom('письмо', '\u001b[31mred\u001b[39m', '漢字'),
  );
  const line = fc.array(fc.tuple(fc.constantFrom(' ', ' ', '  ', '    '), word), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(line, fc.integer({ min: 40, max: 120 }), (parts, columns) => {
      const text = parts.map(([gap, one]) => gap + one).join('');
      const wrapped = wrapText(text, columns);
      expect(words(wrapped)).toEqual(words(text));
      expect(tooWide(wrapped.replace(/\u001b\[\d+m/g, ''), columns)).toEqual([]);
      for (const next of wrapped.split('\n').slice(1)) expect(next).toMatch(/^ {2}|^\S{39}/);
    }),
  );
});
