import type { Report } from './report.js';

const relayed =
  'Received: from gato033.sndsy.ru (gato033.sndsy.ru [185.138.182.33])\n\tby mx.example.net (Postfix) with ESMTPS id 4XyZ\n\tfor <qa@example.net>; Fri, 20 Nov 2026 09:14:06 +0000 (UTC)\n';
const stranger =
  'Received: from mail.example.org (mail.example.org [203.0.113.9])\n\tby mx.example.net (Postfix) with ESMTPS id 4XyZ\n\tfor <qa@example.net>; Fri, 20 Nov 2026 09:14:06 +0000 (UTC)\n';
const rest =
  'From: news@shop.example.com\nTo: qa@example.net\nSubject: x\nDate: Fri, 20 Nov 2026 09:14:00 +0000\n\nhello\n';
const ours = ['--receiver', 'mx.example.net'];

/** Saved mail and its Received lines. */
export const messageReports: readonly Report[] = [
  {
    source: 'chatmail/core#2149',
    situation: 'a message without a Received line: the copy of the Sent folder',
    rebuilt: { kind: 'message', text: rest },
    exit: 2,
    says: /There is no Received line/,
  },
  {
    source: 'microsoft/MHA#149',
    situation: 'an inserted Received line shows the wrong origin as part of the chain',
    rebuilt: { kind: 'message', text: stranger + relayed + rest, words: ours },
    exit: 1,
    says: /is further down\s+and may\s+be\s+forged/,
  },
  {
    source: 'python/cpython#87696',
    situation: 'a message saved with a byte order mark loses its first header field',
    rebuilt: { kind: 'message', text: `\u00ef\u00bb\u00bf${relayed}${rest}`, words: ours },
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 's1t5/mail-archiver#560',
    situation: 'the first line is "Microsoft Mail Internet Headers Version 2.0" (exported from Outlook)',
    rebuilt: { kind: 'message', text: `Microsoft Mail Internet Headers Version 2.0\n${relayed}${rest}`, words: ours },
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'jstedfast/MimeKit#345',
    situation: '"From now on you can access …" in the text of an mbox message is no new message',
    rebuilt: {
      kind: 'message',
      text: `From a@example.com Fri Nov 20 09:14:06 2026\n${relayed}${rest}\nFrom now on you can access your personal space in any web browser by\nclicking here\n`,
      words: ours,
    },
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'mikel/mail#600',
    situation: 'Google writes "for <multiple recipients>"',
    rebuilt: {
      kind: 'message',
      text: `Received: from gato033.sndsy.ru (gato033.sndsy.ru. [185.138.182.33])\n        by mx.google.com with ESMTPS id m10sm4741360qae.12.2026.11.20.01.14.06\n        for <multiple recipients>\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\n        Fri, 20 Nov 2026 01:14:06 -0800 (PST)\n${rest}`,
    },
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'zbateson/mail-mime-parser#105',
    situation: 'Postfix lists TLS, key exchange and the authenticated sender between host and by',
    rebuilt: {
      kind: 'message',
      text: `Received: from gato033.sndsy.ru (gato033.sndsy.ru [185.138.182.33])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\n\t(No client certificate requested)\n\t(Authenticated sender: postmaster@mx.example.net)\n\tby mx.example.net (Postfix) with ESMTPSA id 1F2D84BE6E0E\n\tfor <qa@example.net>; Fri, 20 Nov 2026 16:14:06 +0700 (+07)\n${rest}`,
      words: ours,
    },
    exit: 0,
    says: /^CONFIRMED[\s\S]*TLSv1\.3/,
  },
  {
    source: 'MISP/PyMISP#665',
    situation: 'the newest line of a message at Gmail has no "from"',
    rebuilt: {
      kind: 'message',
      text: `Received: by 2002:a05:6a10:1234:b0:5ab with SMTP id x1csp123456;\n        Fri, 20 Nov 2026 01:14:07 -0800 (PST)\nReceived: from gato033.sndsy.ru (gato033.sndsy.ru. [185.138.182.33])\n        by mx.google.com with ESMTPS id m10si4741360qae.12.2026.11.20.01.14.06\n        for <qa@gmail.com>\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\n        Fri, 20 Nov 2026 01:14:06 -0800 (PST)\n${rest}`,
    },
    exit: 0,
    says: /^CONFIRMED/,
  },
];
