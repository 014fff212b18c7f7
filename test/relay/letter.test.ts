import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readHeaderWord, readyLetter, requiredFields } from '../../src/relay/letter.js';
import { parseMailbox } from '../../src/relay/mailbox.js';

const whole = requiredFields.map((name) => `${name}: x`);

describe('a supplied message', () => {
  test.each(requiredFields)('without %s is refused, and says so', (name) => {
    const letter = readyLetter(`${whole.filter((line) => !line.startsWith(`${name}:`)).join('\n')}\n\nhello\n`, 't');
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
    expect(readyLetter(text, 't').kind).toBe('refused');
  });

  test('has CRLF line ends only, and a token: its own or a fresh one', () => {
    const mixed = `${whole.join('\r\n')}\n\rline\nend`;
    expect(readyLetter(mixed, 'fresh')).toMatchObject({ kind: 'ready', token: 'fresh', messageId: 'x' });
    expect(readyLetter(`x-letter-id: own\n${mixed}`, 'fresh')).toMatchObject({ token: 'own' });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\r', '\n', '.') }), (body) => {
        const letter = readyLetter(`${whole.join('\n')}\n\n${body}`, 't');
        expect(letter.kind === 'ready' && /(^|[^\r])\n|\r([^\n]|$)/.test(letter.text)).toBe(false);
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
