import { describe, expect, test } from '@jest/globals';
import { type EmailTrace, readTrace, type TraceReading, traceReader } from '../../src/index.js';
import { cpuMs } from '../support/cpu-ms.js';

const header = [
  'Received: from a.example (a.example [192.0.2.1])',
  '\tby mx.example.net (Postfix) with ESMTP id 1;',
  ' Fri, 20 Nov 2026 10:11:12 +0300',
  'Subject: hello',
  'Message-ID: <1@a.example>',
];
const body =
  'from a.example (a.example [192.0.2.1])\tby mx.example.net (Postfix) with ESMTP id 1; Fri, 20 Nov 2026 10:11:12 +0300';
const text = (lines: readonly string[], end = '\r\n') => lines.map((line) => line + end).join('');
const latin1 = (source: string) => Buffer.from(source, 'latin1');

function email(reading: TraceReading): EmailTrace {
  if (reading.kind !== 'email') throw new Error(`read as ${reading.what}`);
  return reading;
}

describe('what people have is read', () => {
  const utf16 = Buffer.from(`\ufeff${text(header)}\r\nbody`, 'utf16le');
  test.each<[string, Uint8Array, number]>([
    ['CRLF', latin1(`${text(header)}\r\nbody`), 1],
    ['LF', latin1(`${text(header, '\n')}\nbody`), 1],
    ['CR, and no LF at all', latin1(`${text(header, '\r')}\rbody`), 1],
    ['headers only', latin1(text(header)), 1],
    ['headers only, no last line end', latin1(text(header).trimEnd()), 1],
    ['a byte order mark', latin1(`\xef\xbb\xbf${text(header)}\r\n`), 1],
    ['UTF-16 LE', utf16, 1],
    ['UTF-16 BE', Buffer.from(utf16).swap16(), 1],
    ['UTF-16 LE without its mark', utf16.subarray(2), 1],
    ['UTF-16 BE without its mark', Buffer.from(utf16).swap16().subarray(2), 1],
    ['an mbox line', latin1(`From a@a.example Fri Nov 20 10:11:12 2026\n${text(header, '\n')}\n`), 2],
    ['leading blank lines', latin1(`\r\n \r\n\n${text(header)}\r\n`), 4],
    ['an indented paste', latin1(text(header.map((line) => `    ${line}`))), 1],
    ['an indented paste with a blank line', latin1(`${text(header.map((line) => `\t${line}`))}\t\r\n\tbody: x`), 1],
    ['a line of white space inside the field', latin1(text([header[0] ?? '', ' ', ...header.slice(1)])), 1],
    ['a line that is no field', latin1(text(['this is no field', '>From a@b', ...header])), 3],
    ['a NUL and 8-bit bytes elsewhere', latin1(text(['X-A: \0\xe4\xff', ...header])), 2],
    ['white space before the colon', latin1(text(header).replace('Received:', 'Received \t:')), 1],
    ['a name in capitals', latin1(text(header).replace('Received:', 'RECEIVED:')), 1],
    ['nothing after the colon but a fold', latin1(text(header).replace('Received: ', 'Received:\r\n ')), 1],
  ])('%s', (_note, bytes, line) => {
    const { received, overLimit, field } = email(readTrace(bytes));
    expect(received.map((one) => one.body)).toEqual([expect.stringMatching(/^from a\.example/)]);
    expect(received[0]?.body.replace(/[ \t]+/g, ' ')).toBe(body.replace(/[ \t]+/g, ' '));
    expect(received[0]?.line).toBe(line);
    expect(overLimit).toBeUndefined();
    expect(field('message-id')).toEqual(['<1@a.example>']);
  });

  test('the same without a Buffer', () => {
    const { received } = email(readTrace(new Uint8Array(latin1(`X-A: \xff\r\n${text(header)}\r\n`))));
    expect(received).toEqual([{ line: 2, offset: 8, body }]);
  });

  test('UTF-8 is read as such, other bytes one by one', () => {
    const { field } = email(readTrace(Buffer.from('Subject: \u0443\r\nSubject: \xff\r\n\r\n', 'utf8')));
    expect(field('Subject')).toEqual(['\u0443', '\u00ff']);
    expect(email(readTrace(latin1('Subject: \xff\r\n'))).field('subject')).toEqual(['\u00ff']);
  });
});

describe('what is no Received field is not taken for one', () => {
  test.each([
    ['the body', 'Subject: x\r\n\r\nReceived: from a'],
    ['another field', 'X-Received: from a\r\nReceived-SPF: from a\r\nX-Originating-Received: from a\r\nSubject: x'],
    ['text of a field', 'Comments: Received: from a\r\n Received: from b\r\nSubject: x'],
    ['what follows a bare CR', 'Subject: x\rReceived: from a\r\n'],
    ['a name with a space inside', 'Received from: a\r\nSubject: x'],
    ['a quoted one', 'Subject: x\r\n>Received: from a\r\n'],
  ])('%s', (_note, source) => {
    expect(email(readTrace(latin1(source))).received).toEqual([]);
  });
});

describe('what is no e-mail is named', () => {
  test.each([
    ['empty', '', 'empty'],
    ['white space', ' \r\n\r\n', 'empty'],
    ['a web page', '\n<!DOCTYPE html>\n<pre>\nReceived: from a\nSubject: x\n', 'html'],
    ['Outlook', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0Received: from a\r\n', 'outlook-msg'],
    ['PNG', '\x89PNG\r\n\x1a\n', 'image'],
    ['JPEG', '\xff\xd8\xff\xe0', 'image'],
    ['GIF', 'GIF89a', 'image'],
    ['WebP', 'RIFF\x10\0\0\0WEBPVP8', 'image'],
    ['PDF', '%PDF-1.7\nSubject: x', 'pdf'],
    ['gzip', '\x1f\x8b\x08', 'gzip'],
    ['zip', 'PK\x03\x04', 'zip'],
    ['RTF', '{\\rtf1', 'rtf'],
    ['JSON', '{"from": "a"}', 'json'],
    ['bytes', '\x01\x02\x03\x04\x05\x06\x07', 'binary'],
    ['bytes above an e-mail', '\x01\x02\x7f\nReceived: from a\nSubject: x\n', 'binary'],
    ['tar', `a.eml${'\0'.repeat(252)}ustar${'\0'.repeat(250)}Received: from a\nSubject: x\n`, 'archive'],
    ['an older tar', `Subject: a.eml${'\0'.repeat(498)}Received: from a\nSubject: x\n`, 'binary'],
    ['ar', '!<arch>\na.eml/  0  0  0  644  9  `\nReceived: from a\nSubject: x\n', 'archive'],
    ['7-Zip', '7z\xbc\xaf\x27\x1c', 'archive'],
    ['RAR', 'Rar!\x1a\x07\x01\0', 'archive'],
    ['notes', 'Shopping: milk\nbread\n', 'text'],
    ['prose', 'Dear Anna,\n\nReceived: one parcel\n', 'text'],
  ])('%s', (_note, source, what) => {
    expect(readTrace(latin1(source))).toEqual({ kind: 'not-an-email', what });
  });
});

describe('caps', () => {
  const received = 'Received: from a by b\r\n';
  test.each<[string, string, Parameters<typeof readTrace>[1], string | undefined]>([
    ['as many fields as allowed', received.repeat(3), { maxReceivedFields: 3 }, undefined],
    ['one field more', received.repeat(4), { maxReceivedFields: 3 }, 'field-count'],
    ['header as long as allowed', `${received.repeat(4)}\r\nbody`, { maxHeaderBytes: 94 }, undefined],
    ['header longer', `${received.repeat(5)}\r\n`, { maxHeaderBytes: 94 }, 'header-bytes'],
    ['cut input without the end', received, { input: 'cut' }, 'header-bytes'],
    ['cut input with the end', `${received}\r\n`, { input: 'cut' }, undefined],
  ])('%s', (_note, source, options, overLimit) => {
    expect(email(readTrace(latin1(source), options)).overLimit).toBe(overLimit);
  });
});

describe('a header that ends above trace lines', () => {
  const note = (source: string, input: 'whole' | 'cut' = 'whole') =>
    email(readTrace(latin1(source), { input })).earlyEnd;
  test.each<[string, string, object | undefined]>([
    ['an empty line above the trace', `Return-Path: <a>\r\n\r\n${text(header)}`, { line: 2, receivedLine: 3 }],
    ['every second line is empty', text(header.flatMap((line) => [line, ''])), undefined],
    [
      'the same, and more of them',
      text([...header, ...header].flatMap((line) => [line, ''])),
      { line: 2, receivedLine: 11 },
    ],
    ['a page that shows the original', `From: a\nTo: b\n\n\n  Received: from a\n`, { line: 3, receivedLine: 5 }],
    ['CR', `Subject: x\r\rReceived: from a\r`, { line: 2, receivedLine: 3 }],
    ['a whole header', `${text([...header, 'From: a'])}\r\n${text(header)}`, undefined],
    ['a quoted trace in the body of a draft', 'From: a\nSubject: x\n\n> Received: from a\n', undefined],
    ['other words in the body of a draft', 'From: a\nSubject: x\n\nI received: nothing\n', undefined],
  ])('%s', (_note, source, wanted) => {
    expect(note(source)).toEqual(wanted);
  });
});

describe('in pieces', () => {
  const message = `${text(header)}\r\nbody\r\n\r\nmore`;
  const whole = latin1(`\r\nFrom a@b Fri Nov 20 10:11:12 2026\n\n${message}`);
  test.each([1, 2, 3, 7, 64, 1000])('of %i bytes: the same, and the body is not asked for', (size) => {
    const reader = traceReader();
    let pushed = 0;
    for (let at = 0; at < whole.length; at += size) {
      pushed += size;
      if (reader.push(whole.subarray(at, at + size)) === 'enough') break;
    }
    expect(pushed).toBeLessThan(whole.indexOf('body') + size);
    expect(email(reader.end()).received).toEqual(email(readTrace(whole)).received);
  });

  const wide = Buffer.from(`\ufeffSubject: \u0a0a\u0a0a\r\n${text(header)}\r\n`, 'utf16le');
  test.each<[string, Buffer]>([
    ['LE', wide],
    ['BE', Buffer.from(wide).swap16()],
    ['LE without its mark', wide.subarray(2)],
    ['BE without its mark', Buffer.from(wide).swap16().subarray(2)],
  ])('of UTF-16 %s: bytes of a letter are no empty line', (_note, bytes) => {
    const reader = traceReader();
    for (let at = 0; at < bytes.length; at += 8) reader.push(bytes.subarray(at, at + 8));
    expect(email(reader.end()).received).toHaveLength(1);
  });

  test.each([
    ['a header without an end', `Subject: ${'x'.repeat(200_000)}`],
    ['Blank lines', '\n'.repeat(200_000)],
    ['a From line without an end', `From ${'x'.repeat(200_000)}`],
    ['From lines', 'From a\n'.repeat(30_000)],
    ['UTF-16', `\xff\xfe${'x\0'.repeat(100_000)}`],
  ])('of one byte: time is linear in their number, for %s', (_note, source) => {
    const reader = traceReader();
    const bytes = latin1(source);
    const started = cpuMs();
    for (let at = 0; at < bytes.length; at++) reader.push(bytes.subarray(at, at + 1));
    expect(cpuMs() - started).toBeLessThan(1_000);
    expect(reader.end()).toEqual(expect.objectContaining({ kind: expect.any(String) }));
  });
});
