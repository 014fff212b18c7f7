import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Messages that share almost nothing, in the shape of real mailboxes: a header of 1 to 14 kB (half of them under 4), 1 to 10 `Received`
 * fields (median 5), most of them different from all others, a whole of 2 to 200 kB (median 18). Half as Microsoft 365 writes them,
 * half as other servers do; one in three files begins with an mbox line. Same seed, same bytes; all names are invented.
 */
export function writeDiverse(folder, count, seed = 1) {
  const mail = diverseMail(randomOf(seed));
  for (let i = 0; i < count; i++) {
    const inside = path.join(folder, String(i % 64));
    if (i < 64) mkdirSync(inside, { recursive: true });
    writeFileSync(path.join(inside, `${i}.eml`), mail(i));
  }
}

/** Numbers below a limit, in a sequence that the seed decides. */
function randomOf(seed) {
  let state = seed >>> 0 || 1;
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % limit;
  };
}

function diverseMail(int) {
  const words = wordsOf(int);
  const { word, host, pick, several, date } = words;
  const lines = receivedLines(words);
  const others = ['postfix', 'exim', 'sendmail', 'qmail', 'local'];
  return (i) => {
    const isMicrosoft = int(2) === 0;
    const kinds = [...(isMicrosoft ? ['exchange'] : []), ...several(1 + int(isMicrosoft ? 3 : 6), () => pick(others))];
    const received = kinds.map((kind, k) => lines[kind]((more = 0) => date(i, 3 * k + more))).join('');
    const fields = isMicrosoft ? microsoftFields(words) : ownFields(words);
    const ends = [
      `From: ${word(6)} <${word(7)}@${host()}>`,
      `To: ${word(7)}@${host()}`,
      `Subject: ${word(12)} ${word(7)}`,
      `Date: ${date(i, 60)}`,
      `Message-ID: <${word(24)}@${host()}>`,
      'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n',
    ];
    const body = `${word(70)}\r\n`.repeat(int(10) === 0 ? 400 + int(2200) : 10 + int(300));
    const mboxLine = int(3) === 0 ? `From ${word(7)}@${host()} ${asctime(i)}\n` : '';
    return mboxLine + received + fields + ends.join('\r\n') + body;
  };
}

const dateOf = (i, k) => new Date(Date.UTC(2026, 0, 1) + i * 61_000 - k * 1_700).toUTCString();
const asctime = (i) => dateOf(i, 0).replace(/(\w+), (\d+) (\w+) (\d+) (.*) GMT/, '$1 $3 $2 $5 $4');

function wordsOf(int) {
  const characters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const several = (count, make) => Array.from({ length: count }, make);
  const word = (length) => several(length, () => characters[int(36)]).join('');
  return {
    int,
    several,
    word,
    pick: (list) => list[int(list.length)],
    host: () => `${word(4 + int(5))}.${word(6 + int(6))}.example`,
    ip: () => `203.${int(256)}.${int(256)}.${1 + int(254)}`,
    ip6: () => `2603:10b6:${int(0x1000).toString(16)}:${int(999)}::${int(99)}`,
    id: () => word(12).toUpperCase(),
    base64: (length) => Buffer.from(word(length)).toString('base64'),
    exchange: () =>
      `${word(2).toUpperCase()}${int(9)}PR${int(99)}MB${1000 + int(9000)}.namprd${int(20)}.prod.outlook.com`,
    date: (i, k) => dateOf(i, k).replace('GMT', '+0000'),
  };
}

/** What each server writes of a handover; `at` gives its time. */
function receivedLines({ int, word, host, pick, ip, ip6, id, exchange }) {
  const version = () => `15.20.${int(9999)}.${int(99)}`;
  return {
    postfix: (at) =>
      `Received: from ${host()} (${pick([host(), 'unknown'])} [${ip()}])\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n\t(No client certificate requested)\r\n\tby ${host()} (Postfix) with ESMTPS id ${id()}\r\n\tfor <${word(8)}@${host()}>; ${at()}\r\n`,
    exim: (at) =>
      `Received: from ${host()} ([${ip()}] helo=${host()})\r\n\tby ${host()} with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\r\n\t(Exim 4.9${int(9)})\r\n\t(envelope-from <${word(9)}@${host()}>)\r\n\tid 1v${word(4)}-0000000${word(4)}-${word(4)}\r\n\tfor ${word(7)}@${host()}; ${at()}\r\n`,
    sendmail: (at) =>
      `Received: from ${host()} (${host()} [${ip()}])\r\n\tby ${host()} (8.17.1/8.17.1) with ESMTP id ${id()}\r\n\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT);\r\n\t${at()}\r\n`,
    qmail: (at) =>
      `Received: (qmail ${int(99999)} invoked from network); ${at()}\r\nReceived: from ${host()} (HELO ${host()}) (${ip()})\r\n  by ${host()} with SMTP; ${at()}\r\n`,
    local: (at) => `Received: by ${host()} (Postfix, from userid ${int(2000)})\r\n\tid ${id()}; ${at()}\r\n`,
    exchange: (at) =>
      `Received: from ${exchange()} (${ip6()})\r\n by ${exchange()} with HTTPS; ${at()}\r\nReceived: from ${exchange()} (${ip6()})\r\n by ${exchange()} (${ip6()}) with Microsoft SMTP Server (version=TLS1_2,\r\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id ${version()}; ${at(1)}\r\nReceived: from ${host()} (${ip()}) by ${exchange().replace('prod', 'mail.protection')}\r\n (10.${int(256)}.${int(256)}.${int(256)}) with Microsoft SMTP Server (version=TLS1_3,\r\n cipher=TLS_AES_256_GCM_SHA384) id ${version()} via Frontend Transport; ${at(2)}\r\n`,
  };
}

function microsoftFields({ int, several, word, host, ip, base64 }) {
  const seals = `ARC-Seal: i=1; a=rsa-sha256; s=arcselector10001; d=microsoft.com; cv=none;\r\n b=${base64(90)}\r\n  ${base64(90)}\r\nARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=microsoft.com;\r\n s=arcselector10001; h=From:Date:Subject:Message-ID;\r\n bh=${base64(30)};\r\n b=${base64(150)}\r\n`;
  const results = `Authentication-Results: spf=pass (sender IP is ${ip()})\r\n smtp.mailfrom=${host()}; dkim=pass (signature was verified)\r\n header.d=${host()};dmarc=pass action=none header.from=${host()};compauth=pass\r\n reason=100\r\n`;
  const own = several(12 + int(30), () => `X-MS-Exchange-${word(6)}-${word(10)}: ${base64(20 + int(180))}\r\n`);
  const spam = several(8 + int(40), () => `\t${base64(54)}\r\n`);
  return `${results}${seals}${own.join('')}X-Microsoft-Antispam-Message-Info:\r\n${spam.join('')}`;
}

function ownFields({ int, several, word, host, base64 }) {
  const signature = `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${host()}; s=${word(5)};\r\n\th=from:to:subject:date; bh=${base64(30)};\r\n\tb=${base64(150)}\r\n`;
  const more = several(int(16), () => `X-${word(7)}: ${word(10 + int(120))}\r\n`);
  return `${signature}List-Unsubscribe: <https://${host()}/u/${word(30)}>\r\n${more.join('')}`;
}
