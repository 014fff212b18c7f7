import { describe, expect, test } from '@jest/globals';
import { attachedMessages } from '../../src/trace/field/attached-messages.js';
import { cpuMs } from '../support/cpu-ms.js';

const inner = 'Received: from a by b\nFrom: c\n\nwords';
const outer = (type: string, body: string): string => `From: x\nContent-Type: ${type}\n\n${body}`;
const part = (type: string, content: string, more = ''): string => `\n--b1\nContent-Type: ${type}\n${more}\n${content}`;
const mixed = (parts: string): string => outer('multipart/mixed; boundary="b1"', `Preamble${parts}\n--b1--\n`);
const packed = 'Content-Transfer-Encoding: base64\n';
const forward = `${part('message/rfc822', inner)}\n--b1--\n`;
/** Its delimiter begins like the one around it. */
const nested = mixed(forward).replaceAll('b1', 'b11');

function found(text: string): (readonly [number, string])[] {
  const all = attachedMessages(Buffer.from(text, 'latin1'));
  return all.map(({ line, bytes }) => [line, Buffer.from(bytes).toString('latin1')]);
}

describe('the messages attached to a message', () => {
  test.each<[string, string, readonly (readonly [number, string])[]]>([
    ['none', mixed(part('text/plain', 'hello')), []],
    ['one', mixed(part('text/plain', 'hello') + part('message/rfc822', inner)), [[12, `${inner}\n`]]],
    [
      'two',
      mixed(part('message/rfc822', inner) + part('MESSAGE/RFC822', 'B: 2')),
      [
        [8, `${inner}\n`],
        [15, 'B: 2\n'],
      ],
    ],
    ['with more fields', mixed(part('message/rfc822;\n\tname="a.eml"', inner, 'X-A: b\n')), [[10, `${inner}\n`]]],
    ['international', mixed(part('message/global', inner)), [[8, `${inner}\n`]]],
    ['the only content', outer('message/rfc822', inner), [[4, inner]]],
    ['base64', mixed(part('message/rfc822', btoa(inner), packed)), [[9, inner]]],
    ['base64 in lines', mixed(part('message/rfc822', btoa(inner).replace(/.{8}/g, '$&  \n'), packed)), [[9, inner]]],
    [
      'base64 that was cut',
      outer('multipart/mixed; boundary=b1', part('message/rfc822', `${btoa(inner.slice(0, 30))}a`, packed)),
      [[9, inner.slice(0, 30)]],
    ],
    [
      'blanks in its fields',
      mixed(part('message/rfc822', inner)).replace(
        'Content-Type: multipart/mixed; boundary=',
        'Content-Type \t:\tmultipart/mixed; charset=x;  boundary \t= ',
      ),
      [[8, `${inner}\n`]],
    ],
    [
      'no blanks in its fields',
      mixed(part('message/rfc822', inner)).replace(
        'Content-Type: multipart/mixed; boundary=',
        'Content-Type:multipart/mixed;boundary=',
      ),
      [[8, `${inner}\n`]],
    ],
    [
      'a field of another name',
      mixed(part('message/rfc822', inner)).replace('Content-Type: multipart', 'X-Content-Type: multipart'),
      [],
    ],
    ['what is said to be base64', mixed(part('message/rfc822', 'a*bc', packed)), []],
    [
      'a part of a part',
      outer(
        'multipart/mixed; boundary=b0',
        `--b0\nContent-Type: multipart/mixed;\n\tboundary="b1"\n${forward}\n--b0--\n`,
      ),
      [[11, `${inner}\n`]],
    ],
    ['not what it holds', mixed(part('message/rfc822', nested)), [[8, `${nested}\n`]]],
    ['no delimiter that is declared', mixed(part('text/plain', '--b2\nContent-Type: message/rfc822\n\nA: 1\n')), []],
    ['quoted', outer('text/plain', forward), []],
    ['cut', outer('multipart/mixed; boundary=b1', part('message/rfc822', inner)), [[8, inner]]],
    ['delimiters only', mixed('\n--b1\n--b1\n--b1'), []],
  ])('%s', (_note, text, wanted) => {
    expect(found(text)).toEqual(wanted);
    const withReturns = wanted.map(([line, content]) => [line, content.replaceAll('\n', '\r\n')]);
    if (!text.includes('base64')) expect(found(text.replaceAll('\n', '\r\n'))).toEqual(withReturns);
  });

  test('of one that was cut it is said', () => {
    const text = mixed(part('message/rfc822', inner));
    const ends = [text, text.slice(0, -20)].map((one) => attachedMessages(Buffer.from(one)).map(({ end }) => end));
    expect(ends).toEqual([['whole'], ['cut']]);
  });

  test.each([
    ['delimiters', '\n--b1'.repeat(200_000)],
    ['parts', '\n--b1\nContent-Type: message/rfc822\n\nx'.repeat(30_000)],
    ['a part without an end of its header', `\n--b1\n${'Content-Type: message/rfc822\n'.repeat(50_000)}`],
    ['delimiters that begin like it', `\n--b1\nContent-Type: message/rfc822\n\n${'\n--b1x'.repeat(200_000)}`],
    ['blanks', `\n--b1\nContent-Type: multipart/mixed;${' ;'.repeat(400_000)}\n\n`],
    ['boundaries', '\n--b1\nContent-Type: multipart/mixed; boundary=b1\n\n'.repeat(20_000)],
  ])('are found in time that is linear in %s', (_note, parts) => {
    const started = cpuMs();
    attachedMessages(Buffer.from(mixed(parts)));
    expect(cpuMs() - started).toBeLessThan(1_000);
  });
});
