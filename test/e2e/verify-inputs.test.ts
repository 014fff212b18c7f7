import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { akrelay, emptyFolder } from '../support/program.js';

const message = (file: string): string =>
  readFileSync(path.resolve('test/fixtures/messages', file), 'latin1').replaceAll('\r\n', '\n');
const good = message('true/postfix.eml');
const bad = message('bypassed/postfix.eml');
const mx = ['--receiver', 'mx.example.net'];

let cwd: string;
beforeAll(async () => {
  cwd = await emptyFolder();
});

/** Source and verdict of each result, of a file and of standard input, which must be the same but for the name. */
async function seen(text: string | Buffer, ...words: string[]): Promise<string[]> {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  await writeFile(path.join(cwd, 'in'), bytes);
  const run = async (name: string): Promise<string[]> => {
    const call = ['verify', name, '--format', 'ndjson', ...mx, ...words];
    const { stdout } = await inProcess(call, { cwd, ...(name === '-' ? { stdin: bytes } : {}) });
    const results = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    return results.map(
      ({ source, verdict, reason, error }) => `${source.replace(name, '')} ${reason ?? error.kind} ${verdict}`,
    );
  };
  const ofFile = await run('in');
  expect(await run('-')).toEqual(ofFile);
  return ofFile.map((line) => line.trim());
}

describe('messages of an mbox never pass as part of the one before', () => {
  const dated = 'From shop@example.com Sat Nov 21 10:00:00 2026\n';
  const both = ['#1 address-and-name confirmed', '#2 bypassed not-confirmed'];
  test.each<[string, string, readonly string[]]>([
    ['a line with a time', `${dated}${good}\n${dated}${bad}`, both],
    ['no blank line above it', `${dated}${good.trimEnd()}\n${dated}${bad}`, both],
    ['no time', `From shop@example.com\n${good}\nFrom news@shop.example\n${bad}`, both],
    ['Mozilla', `From - Sat Nov 21 10:00:00 2026\n${good}\nFrom - Sat Nov 21 10:00:01 2026\n${bad}`, both],
    ['nothing but a dash', `From -\n${good}From -\n${bad}`, both],
    ['blank lines above the first', `\n \n${dated}${good}${dated}${bad}`, both],
    ['a byte order mark', `\xef\xbb\xbf${dated}${good}${dated}${bad}`, both],
    ['an older line above the first', `>From x Sat Nov 21 09:00:00 2026\n${good}${dated}${bad}`, both],
    ['CRLF', `${dated}${good}\n${dated}${bad}`.replaceAll('\n', '\r\n'), both],
    ['CR', `${dated}${good}\n${dated}${bad}`.replaceAll('\n', '\r'), both],
    ['a length that the sender gave', `${dated}Content-Length: 100000\n${good}\n${dated}${bad}`, both],
    [
      'a line that tells of a trace',
      `${dated}${good}\nFrom our log of today:\n${bad}`,
      [both[0] ?? '', '#2 unclear-beginning unknown'],
    ],
    ['a line with nothing below it', `${dated}${good}\n${dated}`, [both[0] ?? '', '#2 unclear-beginning unknown']],
    [
      'a sender too long for the line',
      `${dated}${good}From "${'x'.repeat(9_000)}"@a.example Sat Nov 21 10:00:00 2026\n${bad}`,
      [both[0] ?? '', '#2 unclear-beginning unknown'],
    ],
    ['a sentence', `${dated}${good}\nFrom here on\nwe go\n`, ['address-and-name confirmed']],
    ['one that is quoted', `${dated}${good}\n>${dated}${bad}`, ['address-and-name confirmed']],
    ['one message, long', `${dated}${good}${'words of a body\n'.repeat(20_000)}`, ['address-and-name confirmed']],
    ['two of which the first is long', `${dated}${good}${'words of a body\n'.repeat(20_000)}\n${dated}${bad}`, both],
  ])('%s', async (_note, text, wanted) => {
    expect(await seen(text)).toEqual(wanted);
  });

  test('UTF-16, and an archive', async () => {
    const text = `${dated}${good}\n${dated}${bad}`;
    expect(await seen(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(both);
    expect(await seen(gzipSync(text))).toEqual(both);
  });

  test.each([
    ['in a header', 700],
    ['in a line of the body', good.length - 10],
  ])('a piece that was cut out of one, beginning %s', async (_note, from) => {
    const text = `${good}\n${dated}${good}\n${dated}${bad}`.slice(from);
    expect(await seen(text)).toEqual([
      '#1 unclear-beginning unknown',
      '#2 address-and-name confirmed',
      '#3 bypassed not-confirmed',
    ]);
  });

  test('a single message is what its file holds, whatever stands in its body', async () => {
    expect(await seen(`${good}\n${dated}${bad}`)).toEqual(['address-and-name confirmed']);
    expect(await seen(`A note on top:\n${good}`)).toEqual(['address-and-name confirmed']);
  });

  test('and the same on several threads', async () => {
    const odd = `${dated}${good}\nFrom our log of today:\n${bad}\n${dated}\nReceived: x\n${dated}${bad}${dated}Subject: x\n\n${good}`;
    await writeFile(path.join(cwd, 'odd.mbox'), odd.repeat(300), 'latin1');
    const words = ['verify', 'odd.mbox', 'odd.mbox', ...mx, '--format', 'tap', '--jobs'];
    const { exit, stdout } = await akrelay([...words, '3'], { cwd });
    const alone = await inProcess([...words, '1'], { cwd });
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: alone.stdout });
  });
});

describe('a header that ends above the trace', () => {
  const told = async (text: string) => {
    const run = await inProcess(['verify', ...mx], { cwd, stdin: text });
    return { ...run, stdout: run.stdout.replace(/\s+/g, ' ') };
  };
  test.each([
    [
      'an empty line',
      `Return-Path: <a@b.example>\n\n${good}`,
      /ends at the empty line 2; the Received lines after it \(from line 3\)/,
    ],
    ['empty lines everywhere', good.replaceAll('\n', '\n\n'), /ends at the empty line 2; .* \(from line 13\)/],
    [
      'a page that shows it',
      message('unknown/show-original-page.eml'),
      /ends at the empty line 8; .* \(from line 12\)/,
    ],
  ])('%s: it is said where, and what to do', async (_note, text, where) => {
    const { exit, stdout } = await told(text);
    expect(exit).toBe(2);
    expect(stdout).toMatch(/^CANNOT TELL: The header /);
    expect(stdout).toMatch(where);
    expect(stdout).toMatch(/hint: Save the message again as \.eml or with "Download original"/);
    expect(stdout).not.toMatch(/Sent folder/);
  });

  test('a copy from a Sent folder is still called one', async () => {
    expect((await told('From: a@b.example\nSubject: x\n\nText\n')).stdout).toMatch(/from a Sent folder/);
  });
});

describe('a message that is attached', () => {
  const forward = (...attached: readonly string[]): string =>
    `${bad.slice(0, bad.indexOf('Content-Type:'))}Content-Type: multipart/mixed; boundary="=_1"\n\n--=_1\nContent-Type: text/plain\n\nLook at this.\n` +
    attached
      .map(
        (text) => `--=_1\nContent-Type: message/rfc822\nContent-Disposition: attachment; filename="it.eml"\n\n${text}`,
      )
      .join('') +
    '--=_1--\n';

  test.each(['human', 'json', 'ndjson', 'junit', 'tap', 'github'])(
    'is mentioned, and judged with --attached, as %s',
    async (format) => {
      await writeFile(path.join(cwd, 'forward.eml'), forward(good), 'latin1');
      const run = async (...words: string[]) => {
        const { exit, stdout } = await inProcess(['verify', 'forward.eml', '--format', format, ...mx, ...words], {
          cwd,
        });
        return { exit, stdout: stdout.replace(/\s+/g, ' ') };
      };
      expect(await run()).toEqual({
        exit: 1,
        stdout: expect.stringMatching(/contains a forwarded message \(line \d+\): verify it with --attached\./),
      });
      expect(await run('--attached')).toEqual({
        exit: 0,
        stdout: expect.stringMatching(
          format === 'human'
            ? /^CONFIRMED: The attached message .* attached to forward\.eml \(line \d+\)\. /
            : /forward\.eml\\?#attached1/,
        ),
      });
    },
  );

  test('several, in a mailbox too, and none', async () => {
    const dated = 'From shop@example.com Sat Nov 21 10:00:00 2026\n';
    const wanted = ['address-and-name confirmed', 'bypassed not-confirmed'];
    expect(await seen(forward(good, bad), '--attached')).toEqual(wanted.map((end, at) => `#attached${at + 1} ${end}`));
    const mbox = `${dated}${forward(good, bad)}\n${dated}${good}`;
    expect(await seen(mbox, '--attached')).toEqual([
      ...wanted.map((end, at) => `#1#attached${at + 1} ${end}`),
      '#2 not-an-email null',
    ]);
    expect(await inProcess(['verify', '--attached'], { cwd, stdin: good })).toEqual({
      exit: 65,
      stdout: '',
      stderr:
        'error: No message is attached to standard input.\nhint: Remove --attached to verify the message itself.\n',
    });
    expect((await inProcess(['verify', 'forward.eml', 'forward.eml', ...mx], { cwd })).stdout).toMatch(
      /--attached\.\n/,
    );
  });

  test('is mentioned on several threads', async () => {
    const dated = 'From shop@example.com Sat Nov 21 10:00:00 2026\n';
    const long = `X-Long: ${'x'.repeat(6_000)}\n`;
    await writeFile(
      path.join(cwd, 'forwards.mbox'),
      `${dated}${forward(good)}${dated}${good}${'text\n'.repeat(900)}${dated}${long}${forward(bad, good)}`.repeat(200),
      'latin1',
    );
    const { stdout } = await akrelay(['verify', 'forwards.mbox', ...mx, '--format', 'ndjson', '--jobs', '3'], { cwd });
    expect(stdout.split('It contains a forwarded message (line')).toHaveLength(201);
    expect(stdout.split('It contains 2 forwarded messages (from line')).toHaveLength(201);
  });
});
