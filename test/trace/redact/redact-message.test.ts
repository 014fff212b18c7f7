import { describe, expect, test } from '@jest/globals';
import { type EmailTrace, readTrace } from '../../../src/trace/field/read-trace.js';
import { parseReceived } from '../../../src/trace/hop/parse-received.js';
import { judgePath } from '../../../src/trace/path/judge-path.js';
import type { PathVerdict } from '../../../src/trace/path/verdict.js';
import { redactLine } from '../../../src/trace/redact/redact-line.js';
import { redactedCopies } from '../../../src/trace/redact/redact-message.js';
import {
  type MessageRow,
  messageBytes,
  messageIndex,
  receivedRows,
  receiversOf,
  relaysOf,
} from '../../support/corpus.js';

const index = messageIndex();

type Judge = (trace: EmailTrace) => PathVerdict;

const judgeOf =
  (row: MessageRow): Judge =>
  (trace) =>
    judgePath(trace, { ...row.options, receivers: receiversOf(row), relays: relaysOf(index, row) });

/** What must be the same of the copy. */
const told = ({ verdict, reason, boundaryHop, relay, trust, hops }: PathVerdict): string =>
  JSON.stringify([
    verdict,
    reason,
    boundaryHop,
    relay,
    trust,
    hops.map(({ standing, at, accounted, from }) => [standing, at, accounted && from?.tcpInfo]),
  ]);

function sameCopy(trace: EmailTrace, judge: Judge): string | undefined {
  const before = judge(trace);
  for (const copy of redactedCopies(trace, before)) {
    const again = readTrace(new TextEncoder().encode(copy));
    if (again.kind === 'email' && told(judge(again)) === told(before)) return copy;
  }
  return undefined;
}

const person = 'Zebulon Quillfeather';
/** Wherever the text has a mail address, the person's is; and the person's name, subject and text. */
function aboutPerson(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const own = text.replace(/[\w.+-]+@(?=[\w-]+\.)/g, 'zebulon.quillfeather@');
  const fields = `From: "${person}" <zebulon.quillfeather@example.org>\nSubject: Marmalade invoice\nX-Mailer: Quillpad\n`;
  return Buffer.from(own.replace(/^From:.*$/im, fields.trimEnd()).concat('\nthe marmalade arrived\n'), 'latin1');
}
const personal = /zebulon|quill|marmalade|invoice/i;

const messages = index.messages.flatMap((row) => {
  const trace = readTrace(messageBytes(row.file));
  return trace.kind === 'email' ? [{ row, trace }] : [];
});

describe('the whole corpus of messages', () => {
  test('the copy has the same verdict; only where a line is torn, or the header endless, there is none', () => {
    const without = messages.filter(({ row, trace }) => sameCopy(trace, judgeOf(row)) === undefined);
    const torn = /^attack\/courier-reverse-name-ends/;
    const others = without.filter(({ row, trace }) => !torn.test(row.file) && trace.overLimit !== 'header-bytes');
    expect(others.map(({ row }) => row.file)).toEqual([]);
    expect(messages.length).toBeGreaterThan(650);
  });

  test('nothing of the person is in the copy', () => {
    let found = 0;
    for (const { row } of messages.filter((_one, i) => i % 3 === 0)) {
      const original = messageBytes(row.file);
      if (original.length > 50_000 || !original.includes(10)) continue;
      const trace = readTrace(aboutPerson(original));
      if (trace.kind !== 'email') continue;
      if (trace.received.some(({ body }) => personal.test(body))) found++;
      const copy = sameCopy(trace, judgeOf(row));
      if (copy === undefined) continue;
      expect([row.file, copy.match(personal)]).toEqual([row.file, null]);
      const addresses = copy.match(/[^\s<>"(),;:=]+@[^\s<>"(),;:]*/g) ?? [];
      expect([row.file, addresses.filter((one) => !/^[^a-wyz1-9]*@|^redacted@redacted\.invalid$/i.test(one))]).toEqual([
        row.file,
        [],
      ]);
    }
    expect(found).toBeGreaterThan(130);
  });
});

describe('a line', () => {
  test.each([
    [
      'Postfix',
      'from mail.example.com (mail.example.com [203.0.113.9]) (Authenticated sender: anna) by mx.example.net (Postfix) with ESMTPSA id 4f for <anna.smith1@example.net>, <"a b"@example.org>; Sat, 21 Nov 2026 13:04:05 +0300',
      'from mail.example.com (mail.example.com [203.0.113.9]) (Authenticated sender: xxxx) by mx.example.net (Postfix) with ESMTPSA id 4f for <xxxx.xxxxx0@xxxxxxx.xxx>, <"x x"@xxxxxxx.xxx>; Sat, 21 Nov 2026 13:04:05 +0300',
    ],
    [
      'sendmail, with the word of an ident server',
      'from mail.example.com (anna@mail.example.com [203.0.113.9]) by mx.example.net (8.17.1/8.17.1) with ESMTP id x1; Sat, 21 Nov 2026 13:04:05 +0300',
      'from mail.example.com (xxxx@mail.example.com [203.0.113.9]) by mx.example.net (8.17.1/8.17.1) with ESMTP id x1; Sat, 21 Nov 2026 13:04:05 +0300',
    ],
    [
      'a certificate',
      'from mail.example.com (mail.example.com [203.0.113.9]) (Client CN "Anna Smith", Issuer "Anna CA" (not verified)) by mx.example.net (Postfix) with ESMTPS id 4f; Sat, 21 Nov 2026 13:04:05 +0300',
      'from mail.example.com (mail.example.com [203.0.113.9]) (Client CN "xxxx xxxxx", Issuer "xxxx xx" (not verified)) by mx.example.net (Postfix) with ESMTPS id 4f; Sat, 21 Nov 2026 13:04:05 +0300',
    ],
    [
      'of no known writer',
      'from mail.example.com ([203.0.113.9] user anna) by mx.example.net with magic for anna@example.net and Anna; Sat, 21 Nov 2026 13:04:05 +0300',
      'from mail.example.com ([203.0.113.9] xxxx xxxx) by mx.example.net with xxxxx for xxxx@xxxxxxx.xxx xxx xxxx; Sat, 21 Nov 2026 13:04:05 +0300',
    ],
  ])('%s', (_name, line, redacted) => {
    expect(redactLine(line, [])).toBe(redacted);
  });

  test('of every writer tells the same of hosts, session and time', () => {
    for (const { header } of receivedRows()) {
      const body = header.replace(/\r?\n/g, '').trim();
      const [before, after] = [parseReceived(body), parseReceived(redactLine(body, []))];
      const facts = ({ dialect, accounted, from, by, at, with: protocol, tls }: typeof before): unknown =>
        accounted && !/@/.test(from?.ehloName ?? '') ? [dialect, from, by, at, protocol, tls] : [accounted];
      expect([body, facts(after)]).toEqual([body, facts(before)]);
    }
  });

  test('takes linear time', () => {
    for (const piece of ['a', 'a@', '(auth ', '<', 'CN=', ';', ' \t', '"'])
      expect(redactLine(`from ${piece.repeat(60_000)}`, ['anna', 'a']).length).toBe(5 + 60_000 * piece.length);
  });
});

describe('the names of the person', () => {
  const relays = [{ name: 'relay', kind: 'preset' as const, hosts: [], networks: ['203.0.113.0/24'] }];
  const date = 'Sat, 21 Nov 2026 13:04:05 +0300';
  const lines = [
    `from quill.example.com (quill.example.com [203.0.113.9]) by quill.example.net (Postfix) with ESMTP id 4f; ${date}`,
    `from quill-pc.example.org (quill-pc.example.org [198.51.100.7]) by quill.example.com (Postfix) with ESMTP id 5f; ${date}`,
    `from quill.example.org ([198.51.100.8]) by quill.example.com with ESMTP; ${date}`,
  ];
  const copies = (fields: string): readonly string[] => {
    const text = `${lines.map((line) => `Received: ${line}\n`).join('')}${fields}\n\nText\n`;
    const trace = readTrace(new TextEncoder().encode(text)) as EmailTrace;
    const receivers = [{ kind: 'name', by: 'quill.example.net' } as const];
    return [...redactedCopies(trace, judgePath(trace, { relays, receivers }))];
  };
  const ends = (fields: string): string => `${fields}\nRemoved by akrelay verify --redact.\n`;

  test.each([
    'From',
    'Sender',
    'Reply-To',
    'To',
    'Cc',
    'Bcc',
    'Return-Path',
    'Delivered-To',
    'X-Original-To',
    'Envelope-To',
  ])('in %s are taken out of what the sender claims, and stay in our own lines', (field) => {
    const [first, second, ...more] = copies(`${field}: "Quill" <a1@example.org>`);
    const author = field === 'From' ? 'From: redacted@redacted.invalid\n' : '';
    const claimed = [lines[1]?.replaceAll('quill', 'xxxxx'), lines[2]?.replaceAll('quill', 'xxxxx')];
    expect(first).toBe(
      ends(`Received: ${lines[0]}\n${claimed.map((line) => `Received: ${line}\n`).join('')}${author}`),
    );
    expect(second).toBe(ends(`Received: ${lines[0]}\nReceived: ${lines[1]}\nReceived: ${lines[2]}\n${author}`));
    expect(more).toEqual([]);
  });

  test('of one or two letters, and encoded ones, are in too many words', () => {
    const [first] = copies('From: "Qu" <il@example.org>\nTo: =?utf-8?q?quill?= <b2@example.org>');
    expect(first).toContain('quill-pc.example.org');
  });
});
