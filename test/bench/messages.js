import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

/**
 * The header of a delivered message: most came through one of so many hosts of the relay, some past it, as seen by a
 * Postfix in front of a Dovecot.
 */
export function header(number, hosts = 200) {
  const host = `gato${String(number % hosts).padStart(3, '0')}.sndsy.ru`;
  const client =
    number % 10 === 0
      ? 'mta.shop.example.com (mta.shop.example.com [203.0.113.9])'
      : `${host} (${host} [185.138.182.${(number % hosts) % 250}])`;
  const time = `${String(number % 24).padStart(2, '0')}:${String(number % 60).padStart(2, '0')}`;
  return [
    'Return-Path: <news@shop.example.com>',
    `Delivered-To: user${number}@example.net`,
    'Received: from mx.example.net ([127.0.0.1])',
    `\tby mx.example.net (Dovecot) with LMTP id Xk2pBTl0${number}AAAA`,
    `\tfor <user${number}@example.net>; Fri, 20 Nov 2026 ${time}:07 +0000`,
    `Received: from ${client}`,
    '\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))',
    `\tby mx.example.net (Postfix) with ESMTPS id 4b1X${number}`,
    `\tfor <user${number}@example.net>; Fri, 20 Nov 2026 ${time}:06 +0000 (UTC)`,
    'Received: from mta.shop.example.com (unknown [10.20.30.40])',
    `\tby ${host} with ESMTPSA id 7d${number}; Fri, 20 Nov 2026 ${time}:04 +0000`,
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.example.com; s=mail;',
    `\th=From:To:Subject:Date; bh=${'b'.repeat(44)};`,
    `\tb=${'B'.repeat(72)}`,
    `\t ${'C'.repeat(72)}`,
    `Message-ID: <${number}@shop.example.com>`,
    `Date: Fri, 20 Nov 2026 ${time}:03 +0000`,
    'From: Shop <news@shop.example.com>',
    `To: user${number}@example.net`,
    'Subject: Your order is on its way',
    'MIME-Version: 1.0',
    '',
  ].join('\n');
}

const line = 'It left our warehouse this morning, and will be with you in two to three days.\n';
const notice = `Content-Type: text/plain; charset=utf-8\n\n${line.repeat(20)}`;

const row =
  '<tr><td style=3D"padding:8px 16px;font-family:Arial,sans-serif">It left our ware=\nhouse this morning, and will be with you in <b>two to three days</b>.</td></tr>\n';
const newsletter = `Content-Type: multipart/alternative; boundary="part"

--part
Content-Type: text/plain; charset=utf-8

${line.repeat(12)}--part
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<html><body><table>
${row.repeat(112)}</table></body></html>
--part--
`;

/** What follows the header: a notice of about 2 kB, or text and HTML of about 19 kB. */
export const bodies = { notice, newsletter };

/** Writes `count` messages into a new folder. */
export function writeFolder(folder, count, body, hosts) {
  mkdirSync(folder, { recursive: true });
  for (let number = 1; number <= count; number++)
    writeFileSync(path.join(folder, `${number}.eml`), header(number, hosts) + body);
}

/** Writes an mbox of about `bytes`, of messages of about 50 kB. */
export function writeMbox(file, bytes) {
  const body = `Content-Type: text/plain; charset=utf-8\n\n${'UXVvdGVkIGFzIGJhc2U2NDogdGhlIGxpbmVzIG9mIGFuIGF0dGFjaG1lbnQsIGFzIHRoZXkgYXJl\n'.repeat(620)}\n`;
  const handle = openSync(file, 'w');
  for (let written = 0, number = 1; written < bytes; number++)
    written += writeSync(handle, `From news@shop.example.com Fri Nov 20 10:00:00 2026\n${header(number)}${body}`);
  closeSync(handle);
}
