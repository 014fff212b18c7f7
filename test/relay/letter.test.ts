import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readHeaderWord, readyLetter, requiredFields } from '../../src/relay/letter.js';
import { parseMailbox } from '../../src/relay/mailbox.js';

const whole = requiredFields.map((name) => `${name}: x`);
const header = whole.join('\n');
const usual = { freshToken: 't', longLines: 'refused' } as const;

describe('a supplied message', () => {
  test.each(requiredFields)('without %s is refused, and says so', (name) => {
    const letter = readyLetter(`${whole.filter((line) => !line.startsWith(`${name}:`)).join('\n')}\n\nhello\n`, usual);
    const reason = expect.stringContaining(`it has no ${name};`);
    expect(letter).toEqual({ kind: 'refused', reason, finding: 'silent-loss' });
  });

  test.each([
    ['an empty one', ''],
    ['a web page', '<html>\n<body>hello</body></html>\n'],
    ['an mbox line', `From x\n${whole.join('\n')}\n\nhello\n`],
    ['a field that is empty', `${whole.join('\n').replace('Subject: x', 'Subject: ')}\n\nhello\n`],
    ['a token of other characters', `X-Letter-Id: a b\n${whole.join('\n')}\n\nhello\n`],
  ])('%s is refused', (_name, text) => {
    expect(readyLetter(text, usual).kind).toBe('refused');
  });

  test('has CRLF line ends only, and a token: its own or a fresh one', () => {
    const mixed = `${whole.join('\r\n')}\n\rline\nend`;
    expect(readyLetter(mixed, { ...usual, freshToken: 'fresh' })).toMatchObject({
      kind: 'ready',
      token: 'fresh',
      messageId: 'x',
    });
    expect(readyLetter(`x-letter-id: own\n${mixed}`, usual)).toMatchObject({ token: 'own' });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\r', '\n', '.') }), (body) => {
        const letter = readyLetter(`${header}\n\n${body}`, usual);
        expect(letter.kind === 'ready' && /(^|[^\r])\n|\r([^\n]|$)/.test(letter.text)).toBe(false);
      }),
    );
  });
});

/** What of a message is no longer as it was supplied, and a piece of the sentence that says so. */
describe('a supplied message that cannot go as it is', () => {
  const crlf = whole.join('\r\n');
  test.each([
    ['a blank line above', `\n${header}\n\nb`, `${crlf}\r\n\r\nb`, 'Blank lines above the header'],
    ['blank lines with spaces', `\r\n \t\r\n${header}\n\nb`, `${crlf}\r\n\r\nb`, 'Blank lines above the header'],
    ['a mark, then a blank line', `\xef\xbb\xbf\n${header}\n\nb`, `${crlf}\r\n\r\nb`, 'Blank lines'],
    ['Bcc', `Bcc: a@b.c\n${header}\n\nb`, `${crlf}\r\n\r\nb`, 'Bcc was removed'],
    ['bcc, folded', `${header}\nbcc : a@b.c,\n\td@e.f,\n  g@h.i\n\nb`, `${crlf}\r\n\r\nb`, 'Bcc was removed'],
    ['Resent-Bcc', `${header}\nResent-BCC: a@b.c\n\nb`, `${crlf}\r\n\r\nb`, 'Bcc was removed'],
    ['Bcc, the last line', `${header}\nBcc: a@b.c\n`, `${crlf}\r\n`, 'Bcc was removed'],
    ['Bcc, the end of the file', `${header}\nBcc: a@b.c`, `${crlf}\r\n`, 'Bcc was removed'],
    ['Bcc in the text', `${header}\n\nBcc: a@b.c\n`, `${crlf}\r\n\r\nBcc: a@b.c\r\n`, undefined],
  ])('%s', (_name, supplied, text, says) => {
    const letter = readyLetter(supplied, { ...usual, freshToken: undefined });
    const changes = says === undefined ? [] : [expect.stringContaining(says)];
    expect(letter).toEqual({ kind: 'ready', text, token: undefined, messageId: 'x', changes });
  });

  test('X-Letter-Id is added and that is said; without a token nothing is', () => {
    const added = readyLetter(`${header}\n\nb`, usual);
    expect(added).toMatchObject({ text: expect.stringMatching(/^X-Letter-Id: t\r\n/), token: 't' });
    expect(added).toMatchObject({ changes: [expect.stringContaining('X-Letter-Id was added')] });
    expect(readyLetter(`X-Letter-Id: own\n${header}\n\nb`, usual)).toMatchObject({ token: 'own', changes: [] });
  });
});

describe('lines of more than 998 octets', () => {
  const x = (count: number): string => 'x'.repeat(count);
  test.each([
    ['998 octets are taken', `${header}\n\n${x(998)}\n`, undefined],
    ['a line of the text', `${header}\n\nb\n${x(999)}\n`, `line ${whole.length + 3} has 999 octets`],
    ['the last line, without an end', `${header}\n\n${x(1200)}`, `line ${whole.length + 2} has 1200 octets`],
    ['a line of the header', `X-A: ${x(1000)}\n${header}\n\nb`, 'line 1 has 1005 octets'],
    ['counted from the top of the file', `\n\nBcc: a,\n b\nX-A: ${x(1000)}\n${header}\n\nb`, 'line 5 has 1005'],
    ['but a Bcc goes anyway', `Bcc: ${x(1000)}\n${header}\n\nb`, undefined],
  ])('%s', (_name, text, reason) => {
    const letter = readyLetter(text, usual);
    if (reason === undefined) return expect(letter.kind).toBe('ready');
    const refused = { kind: 'refused', finding: 'line-too-long', hint: expect.stringContaining('--fold') };
    expect(letter).toMatchObject({ ...refused, reason: expect.stringContaining(reason) });
  });

  const folded = { ...usual, freshToken: undefined, longLines: 'folded' } as const;

  test('--fold breaks the header before white space, so that it says the same', () => {
    const field = `X-A: ${`${x(400)} `.repeat(5)}end`;
    const letter = readyLetter(`${field}\n${header}\n\nb`, folded);
    const text = letter.kind === 'ready' ? letter.text : '';
    expect(Math.max(...text.split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(998);
    expect(text.replace(/\r\n(?=[ \t])/g, '')).toBe(`${field}\r\n${whole.join('\r\n')}\r\n\r\nb`);
  });

  test('--fold cannot help a header line without a space', () => {
    const letter = readyLetter(`${header}\nX-A: ${`${x(600)} `.repeat(2)}\nX-B: ${x(1000)}\n\n${x(1000)}`, folded);
    const reason = expect.stringContaining(`line ${whole.length + 2} has 1005 octets`);
    expect(letter).toMatchObject({ kind: 'refused', reason, hint: expect.stringContaining('shorten it') });
  });

  test('--fold leaves no long line in any text, and no half character', () => {
    const pieces = fc.array(fc.constantFrom('x'.repeat(300), 'ж'.repeat(150), ' ', 'a b ', '=C3=A9', '\n'));
    fc.assert(
      fc.property(pieces, (body) => {
        const supplied = Buffer.from(`${header}\n\n${body.join('')}`).toString('latin1');
        const letter = readyLetter(supplied, folded);
        const text = letter.kind === 'ready' ? letter.text : '';
        expect(text.split('\r\n').every(({ length }) => length <= 998)).toBe(true);
        expect(Buffer.from(text, 'latin1').toString()).not.toContain('\ufffd');
        expect(text.replace(/\s/g, '')).toBe(supplied.replace(/\s/g, ''));
      }),
    );
  });
});

describe('--header', () => {
  test.each([
    ['X-Campaign-Id: t1', { fieldName: 'X-Campaign-Id', fieldBody: 't1' }],
    ['X-Letter-Id: own_1', { fieldName: 'X-Letter-Id', fieldBody: 'own_1' }],
    ['X-Letter-Id: o w n', expect.stringContaining('Latin letters')],
    ['Bcc: a@b.c', expect.stringContaining('set by akrelay')],
    ['subject: a', expect.stringContaining('set by akrelay')],
    ['no colon', expect.stringContaining("'Name: value'")],
    ['X-A: b\r\nBcc: c', expect.stringContaining('line break')],
    ['X-A: b\u0085Bcc: c', expect.stringContaining('line break')],
  ])('%j', (word, expected) => {
    expect(readHeaderWord(word)).toEqual(expected);
  });
});

describe('a mailbox', () => {
  test.each([
    ['a@b.example', { address: 'a@b.example', displayName: undefined }],
    ['Shop <a@b.example>', { address: 'a@b.example', displayName: 'Shop' }],
    ['"Shop, Ltd" <a@b.example>', { address: 'a@b.example', displayName: 'Shop, Ltd' }],
    ['почта@пример.рф', { address: 'почта@пример.рф', displayName: undefined }],
    ['a@[192.0.2.1]', { address: 'a@[192.0.2.1]', displayName: undefined }],
    ['a b@c.d', undefined],
    ['a@b, c@d', undefined],
    ['a@b\r\nBcc: c@d', undefined],
    ['<>', undefined],
    ['Shop <a@b> <c@d>', undefined],
  ])('%j', (text, mailbox) => {
    expect(parseMailbox(text)).toEqual(mailbox);
  });
});
