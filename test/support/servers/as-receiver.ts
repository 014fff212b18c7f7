import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { ServerBench } from './bench.js';
import { handOver } from './hand-over.js';
import { storedMessage } from './mail-server.js';
import { peers } from './peers.js';

const forgedLine =
  'Received: from gato001.sndsy.ru (gato001.sndsy.ru [185.138.182.5]) by mx.example.net (Postfix) with ESMTPS id 4XyZ;\r\n\tSat, 21 Nov 2026 09:00:00 +0000\r\n';

interface Arrival {
  readonly from: string;
  readonly address: string;
  readonly ehloName: string;
  /** What the client wrote below the line of the server. */
  readonly below?: string;
  readonly exit: number;
  readonly reason: string;
  /** Where the server prints a reverse name without asking whether it leads back. */
  readonly reasonAsLookedUp?: string;
}

const arrivals: readonly Arrival[] = [
  {
    from: 'the relay',
    address: peers.relay,
    ehloName: 'gato007.sndsy.ru',
    exit: 0,
    reason: 'address-and-name',
    reasonAsLookedUp: 'address',
  },
  {
    from: 'the relay, by another name at EHLO',
    address: peers.relay,
    ehloName: 'mta.shop.example',
    exit: 0,
    reason: 'address-and-name',
    reasonAsLookedUp: 'address',
  },
  {
    from: 'a stranger who claims the name',
    address: peers.stranger,
    ehloName: 'gato007.sndsy.ru',
    exit: 1,
    reason: 'claimed-only',
  },
  {
    from: 'a stranger who claims the address',
    address: peers.stranger,
    ehloName: '[185.138.182.7]',
    exit: 1,
    reason: 'bypassed',
  },
  {
    from: 'a stranger with a forged line',
    address: peers.stranger,
    ehloName: 'mta.stranger.example',
    below: forgedLine,
    exit: 1,
    reason: 'below-boundary',
  },
  {
    from: 'a stranger who claims the name, with a forged line',
    address: peers.stranger,
    ehloName: 'gato007.sndsy.ru',
    below: forgedLine,
    exit: 1,
    reason: 'claimed-only',
  },
  {
    from: 'a liar with the reverse name of the relay',
    address: peers.liar,
    ehloName: 'gato008.sndsy.ru',
    exit: 1,
    reason: 'claimed-only',
    reasonAsLookedUp: 'reverse-name-unconfirmed',
  },
];

/** Messages handed over by the relay and by strangers, and what `verify` says of the copy the server stored. */
export function asReceiver({ server, run, authority, installed }: ServerBench): void {
  test.each(arrivals)('takes a message from $from', async (arrival) => {
    const { from, address, ehloName, below = '', exit } = arrival;
    const id = `${Buffer.from(from).toString('hex').slice(-40)}@example.com`;
    await handOver({
      port: server().ports.receiver,
      address,
      ehloName,
      caPem: installed.tls === 'works' ? authority().caPem : undefined,
      message: `${below}Message-ID: <${id}>\r\nFrom: news@shop.example\r\nTo: qa@example.net\r\nSubject: ${from}\r\n\r\nhello\r\n`,
    });
    const file = await storedMessage(server(), id);
    const judged = await run(['verify', file, '--relay', 'sendsay', '--json']);
    const [result] = JSON.parse(judged.stdout).results;
    const received = (await readFile(file, 'latin1')).match(/^Received:[^\n]*\n(?:[ \t][^\n]*\n)*/gm) ?? [];
    const confirmed = installed.reverseNames === 'confirmed';
    // The lines are compared with themselves, so that a failure shows them.
    expect({ exit: judged.exit, verdict: result.verdict, reason: result.reason, received }).toEqual({
      exit,
      verdict: exit === 0 ? 'confirmed' : 'not-confirmed',
      reason: confirmed ? arrival.reason : (arrival.reasonAsLookedUp ?? arrival.reason),
      received,
    });
    expect(result.hops[result.boundaryHop].from.tcpInfo.address).toBe(address);
  });
}
