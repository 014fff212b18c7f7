import { describe, expect, test } from '@jest/globals';
import { judgePath, type KnownRelay, readTrace, type TrustedReceiver } from '../../src/index.js';

const sendsay: KnownRelay = {
  name: 'sendsay',
  kind: 'preset',
  hosts: ['gato#.sndsy.ru'],
  networks: ['185.138.182.0/24'],
};
const mx: TrustedReceiver = { kind: 'name', by: 'mx.example.net' };

function judge(fields: readonly string[], receivers: readonly TrustedReceiver[] = []) {
  const lines = fields.map((body) => `Received: ${body}\n`);
  const trace = readTrace(new TextEncoder().encode(`${lines.join('')}Subject: x\n\nbody\n`));
  if (trace.kind !== 'email') throw new Error(`read as ${trace.what}`);
  return judgePath(trace, { receivers, relays: [sendsay] });
}

const date = 'Fri, 20 Nov 2026 10:11:12 +0300';
const genuine = `from gato001.sndsy.ru (gato001.sndsy.ru [185.138.182.7]) by mx.example.net (Postfix) with ESMTPS id 1; ${date}`;
const other = `from mail.example.com (mail.example.com [203.0.113.9]) by mx.example.net (Postfix) with ESMTPS id 1; ${date}`;

describe('one line, nothing stated', () => {
  test.each([
    [
      'the documented sample',
      'from gato001.sndsy.ru (gato001.sndsy.ru [185.138.182.7])\n by your-server.com with ESMTPS id X1',
      'confirmed/address-and-name',
    ],
    ['Postfix', genuine, 'confirmed/address-and-name'],
    [
      'Postfix, no reverse name',
      `from gato001.sndsy.ru (unknown [185.138.182.7]) by mx.example.net (Postfix) with ESMTP id 1; ${date}`,
      'confirmed/address',
    ],
    [
      'Postfix, new address',
      `from x (gato001.sndsy.ru [198.51.100.7]) by mx.example.net (Postfix) with ESMTP id 1; ${date}`,
      'confirmed/name',
    ],
    [
      'Outlook',
      `from gato001.sndsy.ru (185.138.182.7) by AM1.mail.protection.outlook.com (10.1.2.3) with Microsoft SMTP Server id 15.20.1.2 via Frontend Transport; ${date}`,
      'confirmed/address',
    ],
    ['Yahoo', `from 185.138.182.7 (EHLO gato001.sndsy.ru) by 10.1.2.3 with SMTPs; ${date}`, 'confirmed/address'],
    [
      'OpenSMTPD, new address',
      `from x (gato001.sndsy.ru [198.51.100.7]) by mx.example.net (OpenSMTPD) with ESMTP id 1; ${date}`,
      'not-confirmed/reverse-name-unconfirmed',
    ],
    ['other host', other, 'not-confirmed/bypassed'],
    [
      'EHLO lie',
      `from gato001.sndsy.ru (unknown [203.0.113.9]) by mx.example.net (Postfix) with ESMTP id 1; ${date}`,
      'not-confirmed/claimed-only',
    ],
    [
      'EHLO literal',
      `from [185.138.182.7] (unknown [203.0.113.9]) by mx.example.net (Postfix) with ESMTP id 1; ${date}`,
      'not-confirmed/bypassed',
    ],
    [
      'lookalike',
      `from x (gato1.sndsy.ru.evil.example [203.0.113.9]) by mx.example.net (Postfix) with ESMTP id 1; ${date}`,
      'not-confirmed/lookalike',
    ],
    [
      'two layouts that disagree on the peer',
      `from [185.138.182.7] (HELO [8.8.4.4]) by mx.example.net with ESMTP; ${date}`,
      'not-confirmed/ambiguous',
    ],
    ['no from', `by mx.example.net (Postfix) with ESMTP id 1; ${date}`, 'unknown/no-boundary'],
  ])('%s', (_note, field, expected) => {
    const { verdict, reason, trust } = judge([field]);
    expect(`${verdict}/${reason}`).toBe(expected);
    if (verdict === 'confirmed') expect(trust.kind).toBe(/outlook/.test(field) ? 'profile' : 'inferred');
  });

  test('no line at all', () => expect(judge([])).toMatchObject({ verdict: 'unknown', reason: 'no-trace' }));
});

describe('the boundary', () => {
  test.each([
    ['a forged line below the real one', [other, genuine], [], 'not-confirmed/below-boundary', 0],
    ['the same with the receiver stated', [other, genuine], [mx], 'not-confirmed/below-boundary', 0],
    [
      'another receiver stated',
      [genuine],
      [{ kind: 'name', by: 'mx.other.example' }],
      'unknown/receiver-not-stated',
      undefined,
    ],
    [
      'amavis in between',
      [
        `from localhost (localhost [127.0.0.1]) by mx.example.net (Postfix) with ESMTP id 3; ${date}`,
        `from gato001.sndsy.ru ([185.138.182.7]) by localhost (mx.example.net [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id 2; ${date}`,
        genuine,
      ],
      [],
      'confirmed/address-and-name',
      2,
    ],
    ...(
      [
        ['fromwith LMTP[[UNIX: localhost]]', 'unknown/unreadable-line', undefined],
        ['localhost [[UNIX: localhost]]', 'not-confirmed/ambiguous', 0],
      ] as const
    ).map(([word, verdict, hop]): [string, string[], TrustedReceiver[], string, number | undefined] => [
      `a peer in front of its own word, which looks like a socket: ${word}`,
      [`from 203.0.113.66 (${word}) by mx.example.net (8.5.133) id 2; ${date}`, genuine],
      [],
      verdict,
      hop,
    ]),
    [
      'Dovecot above',
      [`from mx.example.net ([127.0.0.1]) by mx.example.net with LMTP id 4; ${date}`, genuine],
      [],
      'confirmed/address-and-name',
      1,
    ],
    [
      'Exchange, into the mailbox from another server of the site',
      [
        `from ex2.corp.example (10.0.0.6) by ex1.corp.example (10.0.0.5) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.1118.40 via Mailbox Transport; ${date}`,
        `from gato001.sndsy.ru (185.138.182.7) by ex2.corp.example (10.0.0.6) with Microsoft SMTP Server id 15.2.1118.40 via Frontend Transport; ${date}`,
      ],
      [{ kind: 'name', by: '*.corp.example' }],
      'confirmed/address',
      1,
    ],
    [
      'a private peer and an unknown writer below',
      [
        `from app (app [10.0.0.5]) by mx.example.net (Postfix) with ESMTP id 3; ${date}`,
        genuine.replace('by mx.example.net', 'by in.example.net'),
      ],
      [],
      'unknown/no-boundary',
      undefined,
    ],
    [
      'the same: both names are stated, but nothing shows that the peer is the other one',
      [
        `from app (app [10.0.0.5]) by mx.example.net (Postfix) with ESMTP id 3; ${date}`,
        genuine.replace('by mx.example.net', 'by in.example.net'),
      ],
      [mx, { kind: 'name', by: 'in.example.net' }],
      'unknown/no-boundary',
      undefined,
    ],
    [
      'the same: the checked reverse name is stated',
      [
        `from x (in.example.net [10.0.0.5]) by mx.example.net (Postfix) with ESMTP id 3; ${date}`,
        genuine.replace('by mx.example.net', 'by in.example.net'),
      ],
      [mx, { kind: 'name', by: 'in.example.net' }],
      'confirmed/address-and-name',
      1,
    ],
    [
      'the same: the peer address is stated, the writer of its line is not',
      [
        `from app (app [10.0.0.5]) by mx.example.net (Postfix) with ESMTP id 3; ${date}`,
        genuine.replace('by mx.example.net', 'by in.example.net'),
      ],
      [mx, { kind: 'network', cidr: '10.0.0.5' }],
      'unknown/no-boundary',
      undefined,
    ],
    [
      'the same: address and name of the other one are stated',
      [
        `from app (app [10.0.0.5]) by mx.example.net (Postfix) with ESMTP id 3; ${date}`,
        genuine.replace('by mx.example.net', 'by in.example.net'),
      ],
      [mx, { kind: 'name', by: 'in.example.net' }, { kind: 'network', cidr: '10.0.0.5' }],
      'confirmed/address-and-name',
      1,
    ],
    [
      'the same server again behind a stated peer: a balancer hides the client, and the client knows whose name to write',
      [`from app (app [10.0.0.5]) by mx.example.net (Postfix) with ESMTP id 3; ${date}`, genuine],
      [mx, { kind: 'network', cidr: '10.0.0.0/8' }],
      'unknown/no-boundary',
      undefined,
    ],
  ] as const)('%s', (_note, fields, receivers, expected, boundaryHop) => {
    const verdict = judge(fields, receivers);
    expect(`${verdict.verdict}/${verdict.reason}`).toBe(expected);
    expect(verdict.boundaryHop).toBe(boundaryHop);
  });
});
