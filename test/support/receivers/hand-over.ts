import { certificateOf } from './certificates.js';
import type { Delivery } from './deliveries.js';
import type { InstalledReceiver } from './installed.js';
import { mx } from './network.js';
import type { OwnNetwork } from './own-network.js';
import type { RunningReceiver } from './receiver.js';
import { converse, type Ending } from './smtp-client.js';

/** What became of a delivery. */
export interface Handed {
  readonly delivery: Delivery;
  readonly ending: Ending;
  /** The message as stored; empty if it was refused, or bounced afterwards. */
  readonly text: string;
  /** The bodies of its `Received` fields, newest first. */
  readonly received: readonly string[];
  /** How many of them, from the bottom, the client wrote. */
  readonly forged: number;
}

/** A server that runs, and what its clients need. */
export interface Stage {
  readonly receiver: InstalledReceiver;
  readonly server: RunningReceiver;
  readonly network: OwnNetwork;
  /** The trace of a true message, for those who replay it. */
  readonly trace: string;
}

/** So many clients at once: each waits for the server most of the time. */
const atOnce = 6;
let count = 0;

/** Has all of it handed over, and waits until the server has stored what it took. */
export async function handOverAll(stage: Stage, deliveries: readonly Delivery[]): Promise<readonly Handed[]> {
  const letters = deliveries.map((delivery) => ({
    delivery,
    token: `t${(count++).toString(36)}.${Date.now().toString(36)}@token.example`,
    above: delivery.above === 'replay' ? stage.trace : (delivery.above ?? ''),
  }));
  const endings: Ending[] = [];
  const waiting = [...letters.entries()];
  const client = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      endings[next[0]] = await handOver(stage, next[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const taken = letters.filter((_, index) => endings[index]?.taken);
  const tokens = (must: boolean): string[] =>
    taken.filter(({ delivery }) => must === (delivery.truth !== 'never')).map(({ token }) => token);
  const texts = await stage.server.stored(tokens(true), tokens(false));
  return letters.map(({ delivery, token, above }, index) => {
    const text = texts.find((one) => one.includes(token)) ?? '';
    const received = receivedOf(text);
    const forged = Math.min(receivedOf(above).length, received.length);
    return { delivery, ending: endings[index] as Ending, text, received, forged };
  });
}

interface Letter {
  readonly delivery: Delivery;
  readonly token: string;
  readonly above: string;
}

function handOver({ receiver, network }: Stage, { delivery, token, above }: Letter): Promise<Ending> {
  const { client, ehlo, helo, from, to, certificate, tls = false, ident = '' } = delivery;
  return converse({
    from: client.address,
    to: client.address.includes(':') ? mx.address6 : mx.address,
    port: 25,
    greeting: `${helo ? 'HELO' : 'EHLO'} ${ehlo}`,
    reversePath: from,
    forwardPath: to,
    tls: receiver.abilities.includes('tls') && (certificate === undefined ? tls : certificateOf(certificate)),
    message: `${above}Message-ID: <${token}>\r\nFrom: news@shop.example\r\nTo: qa@corp.example\r\nSubject: ${token}\r\nDate: Sat, 28 Nov 2026 09:00:00 +0000\r\n\r\nthe end`,
    onPort: (port) => network.identAnswers.set(port, ident),
  });
}

/** Only LF ends a line here, as for those who stored it: a bare CR is a piece of a line. */
function receivedOf(text: string): string[] {
  const header = text.split(/\n\r?\n/)[0] ?? '';
  const fields = header.split(/\n(?![ \t])/);
  return fields.filter((field) => /^Received:/i.test(field)).map((field) => field.slice(9).replace(/\r$/, ''));
}
