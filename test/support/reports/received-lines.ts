import type { Report } from './report.js';

const address = 'gato033.sndsy.ru [185.138.182.33]';
const relayed = `Received: from gato033.sndsy.ru (${address})\n\tby mx.example.net (Postfix) with ESMTPS id 4XyZ\n\tfor <qa@example.net>; Fri, 20 Nov 2026 09:14:06 +0000 (UTC)\n`;
const rest =
  'From: news@shop.example.com\nTo: qa@example.net\nSubject: x\nDate: Fri, 20 Nov 2026 09:14:00 +0000\n\nhello\n';
const ours = ['--receiver', 'mx.example.net'];
const message = (text: string, words: readonly string[] = ours): Report['rebuilt'] => ({
  kind: 'message',
  text,
  words,
});

/** Received lines that other programs could not read, and files that they could not open. */
export const receivedReports: readonly Report[] = [
  {
    source: 'mikel/mail#202',
    situation: 'qmail’s line of a local hand-over has no clause at all: "(qmail 24365 invoked by uid 99)"',
    rebuilt: message(
      `Received: (qmail 24365 invoked by uid 99); 20 Nov 2026 09:14:07 -0000\nReceived: from unknown (HELO gato033.sndsy.ru) (185.138.182.33)\n  by mx.example.net with SMTP; 20 Nov 2026 09:14:06 -0000\n${rest}`,
    ),
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'rspamd/rspamd#1575',
    situation:
      'Exim writes the HELO name and ident after the address: ([185.138.182.33] helo=gato033.sndsy.ru ident=x)',
    rebuilt: message(
      `Received: from gato033.sndsy.ru ([185.138.182.33]:41212 helo=smtp.sndsy.ru)\n\tby mx.example.net with esmtp (Exim 4.96)\n\t(envelope-from <news@shop.example.com>)\n\tid 1cuC9k-0005kv-Jg\n\tfor qa@example.net; Fri, 20 Nov 2026 09:14:06 +0000\n${rest}`,
    ),
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'SpamScope/mail-parser#108',
    situation: 'the id of Exim ends with "-By", which a pattern took for the next clause',
    rebuilt: message(
      `Received: from gato033.sndsy.ru ([185.138.182.33])\n\tby mx.example.net with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.96)\n\t(envelope-from <news@shop.example.com>)\n\tid 1nqqB6-000B8x-By\n\tfor qa@example.net; Fri, 20 Nov 2026 09:14:06 +0000\n${rest}`,
    ),
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'zbateson/mail-mime-parser#183',
    situation: 'a host below .id, which a parser took for the clause "id"',
    rebuilt: message(
      `Received: from mail.example.ac.id ([203.0.113.9])\n\tby mx.example.net with esmtps  (TLS1.2) tls TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n\t(Exim 4.94.2)\n\t(envelope-from <news@shop.example.com>)\n\tid 1mrMVK-00079p-W2\n\tfor qa@example.net; Fri, 20 Nov 2026 09:14:06 +0000\n${rest}`,
    ),
    exit: 1,
    says: /delivered\s+by 203\.0\.113\.9 \(mail\.example\.ac\.id/,
  },
  {
    source: 'SpamScope/mail-parser#42',
    situation: 'the newest line of Microsoft 365 is its own: "with HTTPS … via", between IPv6 addresses',
    rebuilt: message(
      `Received: from DM1PR01MB0001.namprd06.prod.outlook.com (2603:10b6:207:3d::31)\n by BN1PR01MB0002.namprd06.prod.outlook.com with HTTPS;\n Fri, 20 Nov 2026 09:14:09 +0000\nReceived: from BN0PR01CA0003.namprd06.prod.outlook.com (2603:10b6:408:e6::8) by\n DM1PR01MB0001.namprd06.prod.outlook.com (2603:10b6:207:3d::31) with Microsoft\n SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n 15.20.8943.12; Fri, 20 Nov 2026 09:14:08 +0000\nReceived: from BN1NAM02FT004.eop-nam02.prod.protection.outlook.com\n (2603:10b6:408:e6:cafe::5d) by BN0PR01CA0003.outlook.office365.com\n (2603:10b6:408:e6::8) with Microsoft SMTP Server (version=TLS1_3,\n cipher=TLS_AES_256_GCM_SHA384) id 15.20.8943.12 via Frontend Transport; Fri,\n 20 Nov 2026 09:14:07 +0000\nReceived: from gato033.sndsy.ru (185.138.182.33) by\n BN1NAM02FT004.mail.protection.outlook.com (10.13.2.100) with Microsoft SMTP\n Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.8943.9 via\n Frontend Transport; Fri, 20 Nov 2026 09:14:06 +0000\n${rest}`,
      [],
    ),
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'SpamScope/mail-parser#71',
    situation:
      'a line of SendGrid ends in the time of a Go program, "m=+349867.49": it is a lower line, which does not decide',
    rebuilt: message(
      `${relayed}Received: by filter0948p1iad2.example.net with SMTP id\n filter0948p1iad2-19514-5EEA473C-34 2026-11-20 09:14:04.757045452 +0000 UTC\n m=+349867.495769315\n${rest}`,
    ),
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'sepinf-inc/IPED#651',
    situation: 'a message with carriage returns alone as line ends (Outlook for Mac)',
    rebuilt: message((relayed + rest).replaceAll('\n', '\r')),
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'jstedfast/MimeKit#348',
    situation: 'a header without a text, and without the empty line after it',
    rebuilt: message((relayed + rest).split('\n\n')[0] ?? ''),
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'GOVCERT-LU/eml_parser#74',
    situation: '"Microsoft Mail Internet Headers Version 2.0" in the middle of the header (the Enron mails)',
    rebuilt: message(`${relayed}Microsoft Mail Internet Headers Version 2.0\nX-MimeOLE: Produced By Exchange\n${rest}`),
    exit: 0,
    says: /^CONFIRMED/,
  },
  {
    source: 'jhermsmeier/node-envelope#31',
    situation: 'a file of a Maildir, with Return-Path and Delivered-To first and the hand-over by LMTP on top',
    rebuilt: message(
      `Return-Path: <news@shop.example.com>\nDelivered-To: qa@example.net\nReceived: from mx.example.net\n\tby mx.example.net with LMTP\n\tid LXWPKsudhV7IRgAApHATFQ\n\t(envelope-from <news@shop.example.com>)\n\tfor <qa@example.net>; Fri, 20 Nov 2026 09:14:06 +0000\n${relayed}${rest}`,
    ),
    exit: 0,
    says: /^CONFIRMED/,
  },
];
