/** What the relay is called, and what a liar says to pass for it. */
export const relayName = 'gato12.sndsy.ru';
export const relayAddress = '185.138.182.12';
/** As the relay itself writes what it got from the platform. */
export const submitted = `Received: from platform.shop.example (platform.shop.example [192.0.2.80])\r\n\tby ${relayName} (Postfix) with ESMTPSA id 4XyZ12;\r\n\tSat, 28 Nov 2026 09:00:00 +0000\r\n`;
export const forged = `Received: from ${relayName} (${relayName} [${relayAddress}])\r\n\tby mx.corp.example (Postfix) with ESMTPS id 4Xq1kZ0abc\r\n\tfor <qa@corp.example>; Sat, 28 Nov 2026 09:00:00 +0000\r\n`;

/** EHLO words beyond the grammar of RFC 5321 §4.1.2: many a server takes them. */
export const oddWords: readonly string[] = [
  `x@${relayAddress}`,
  `;${relayAddress}`,
  `${relayName};`,
  relayAddress,
  'verified',
  'unknown',
  'by',
  `helo=${relayName}`,
  `ident=${relayAddress}`,
  `"${relayName}"`,
  `<${relayName}>`,
  `(${relayName})`,
  `[${relayAddress}`,
  `[IPv6:::ffff:${relayAddress}]`,
  `[${relayAddress}](${relayName})`,
  `${relayName}([${relayAddress}])by`,
  `${relayName}[${relayAddress}]`,
  `x)(${relayName}[${relayAddress}])`,
  `x)(HELO=${relayName})`,
  `${relayName}\\`,
  `${relayName}(${relayName}[${relayAddress}])by:mx.corp.example`,
  `${relayName} (${relayName} [${relayAddress}])`,
  `${relayName} (${relayName} [${relayAddress}]) by mx.corp.example (Postfix) with ESMTPS id 4Xq1; Sat, 28 Nov 2026 09:00:00 +0000`,
  `${relayName} [${relayAddress}]) (x`,
  `x@${relayName} [${relayAddress}]`,
  `x ([${relayAddress}]) by mx.corp.example with esmtp (Exim 4.98`,
  `${relayName}\t([${relayAddress}])`,
  `g\xe4to.${relayName}`,
  `${'x'.repeat(200)}.${relayName}`,
  `=?utf-8?q?${relayName}?=`,
  "x'y`z|w&v!u%t$s#r*q^p~o{n}m",
];

/** Local parts of the reverse path and of the forward path, where a quoted string may hold anything (RFC 5321 §4.1.2). */
export const oddLocalParts: readonly string[] = [
  '"a)(fetchmail-6.4"',
  '"x (Exim 4.98"',
  '"x) (Exim 4.98)"',
  '"a b"',
  '"a\\"b"',
  '"a\\\\b"',
  '"a\\)b"',
  '"a;b"',
  `"x) from ${relayName} (${relayName} [${relayAddress}]) by mx.corp.example (Postfix"`,
  `"> ; Sat, 28 Nov 2026 09:00:00 +0000 from ${relayName} ([${relayAddress}]"`,
  'a(b)c',
  'a)b',
  'a;b',
  'a\\b',
  `x@[${relayAddress}]`,
];

export const identWords: readonly string[] = [
  relayName,
  `root@${relayAddress}`,
  `[${relayAddress}]`,
  `x) (${relayName} [${relayAddress}]`,
  `x helo=[${relayAddress}]`,
  `x@${relayName} [${relayAddress}]`,
  `x\\y"z;w`,
];

export const subjects: readonly string[] = [
  relayName,
  `${relayName} [${relayAddress}]`,
  `x\\" (verified OK)) (${relayName} [${relayAddress}]`,
  'x) (verified OK',
];

/** What stands where the header begins: a server that does not look may take it for a piece of its own line. */
export const beginnings: Readonly<Record<string, string>> = {
  'a continuation of the line above': ` (${relayName} [${relayAddress}]) by mx.corp.example (Postfix) with ESMTPS id 4Xq1; Sat, 28 Nov 2026 09:00:00 +0000\r\n`,
  'a continuation that is a comment': `\t(${relayName} [${relayAddress}])\r\n`,
  'a continuation that is a whole line': `\tfrom ${relayName} (${relayName} [${relayAddress}]) by mx.corp.example (Postfix) with ESMTPS id 4Xq1; Sat, 28 Nov 2026 09:00:00 +0000\r\n`,
  'a continuation of blanks, then a forged line': ` \r\n${forged}`,
  'an empty line, then a forged line': `\r\n${forged}`,
  'a mbox line, then a forged line': `From news@shop.example Sat Nov 28 09:00:00 2026\r\n${forged}`,
  'a quoted mbox line, then a forged line': `>From news@shop.example Sat Nov 28 09:00:00 2026\r\n${forged}`,
  'a line that is no header field, then a forged line': `no header field\r\n${forged}`,
  'a forged line with a blank before the colon': forged.replace('Received:', 'Received :'),
  'a forged line without CR': forged.replaceAll('\r\n', '\n'),
  'a forged line after a bare CR': `X-A: b\r${forged}`,
  'forged lines of other fields': `Return-Path: <news@shop.example>\r\nDelivered-To: qa@corp.example\r\nX-Received: from ${relayName} ([${relayAddress}]) by mx.corp.example; Sat, 28 Nov 2026 09:00:00 +0000\r\nReceived-SPF: pass (mx.corp.example: domain of shop.example designates ${relayAddress} as permitted sender) client-ip=${relayAddress};\r\nAuthentication-Results: mx.corp.example; spf=pass smtp.client-ip=${relayAddress}; iprev=pass policy.iprev=${relayAddress} (${relayName})\r\nX-Originating-IP: [${relayAddress}]\r\n`,
};
