import type { LabFault, LabMessage } from '../../../src/relay/lab-script.js';
import { bodyOf, fieldsOf } from '../../../src/relay/letter.js';
import type { Issued } from '../../../src/world/lab/certificates.js';
import { serveLab } from '../../../src/world/lab/server.js';
import { type Signer, signed } from '../authentication/signed.js';
import { relayName, submitted } from '../receivers/hostile-words.js';
import { clients, mx } from '../receivers/network.js';
import { converse } from '../receivers/smtp-client.js';

/** What becomes of a message that the relay takes. */
export interface Fate {
  readonly mail: 'is-delivered' | 'is-dropped' | 'goes-past-the-relay';
  readonly event: 'reported' | 'not-reported';
  /** What else happens when the relay has the message. */
  readonly meanwhile?: () => void;
}

export interface Relay {
  fate: Fate;
  /** The tokens of what it took. */
  readonly tokens: string[];
  /** Resolves when all is handed over that it took; rejects where that failed. */
  readonly settled: () => Promise<void>;
  readonly stop: () => void;
}

export interface RelaySetup {
  readonly pair: Issued;
  readonly signer: Signer;
  readonly report: (token: string, recipient: string) => Promise<void>;
}

const logins = { taken: 587, refused: 1587 };
const refusal: LabFault = {
  at: 'auth-3',
  act: { kind: 'say', bytes: '535 5.7.8 Authentication credentials invalid\r\n' },
};

/** The embedded relay at the relay's own address: it signs, hands over to the receiver, and reports the delivery. */
export async function startRelay({ pair, signer, report }: RelaySetup): Promise<Relay> {
  const handed: Promise<void>[] = [];
  const host = clients.relay.address;
  const script = { tls: 'starttls', auth: ['LOGIN'], pair } as const;
  const take = (message: LabMessage): void => void handed.push(handOn(message));
  const servers = [
    await serveLab({ ...script, faults: [] }, logins.taken, { line: () => undefined, message: take }, host),
    await serveLab({ ...script, faults: [refusal] }, logins.refused, { line: () => undefined, message: take }, host),
  ];
  const relay: Relay = {
    fate: { mail: 'is-delivered', event: 'reported' },
    tokens: [],
    settled: async () => void (await Promise.all(handed.splice(0))),
    stop: () => {
      for (const { close } of servers) close();
    },
  };
  const handOn = async ({ text, reversePath, forwardPaths }: LabMessage): Promise<void> => {
    const { mail, event, meanwhile } = relay.fate;
    const token = bodyOf(fieldsOf(text) ?? [], 'X-Letter-Id') ?? '';
    relay.tokens.push(token);
    meanwhile?.();
    const [forwardPath = ''] = forwardPaths;
    if (mail !== 'is-dropped') await deliver({ text, reversePath, forwardPath, past: mail === 'goes-past-the-relay' });
    if (event === 'reported') await report(token, forwardPath);
  };
  const deliver = async ({ text, reversePath, forwardPath, past }: Delivery): Promise<void> => {
    const whole = past ? text : submitted + (await signed(`${text}\r\n`, signer)).slice(0, -2);
    const ending = await converse({
      from: past ? clients.stranger.address : host,
      to: mx.address,
      port: 25,
      greeting: `EHLO ${past ? 'mta.evil.example' : relayName}`,
      reversePath: `<${reversePath}>`,
      forwardPath: `<${forwardPath}>`,
      tls: true,
      message: whole,
    });
    if (!ending.taken) throw new Error(`the receiver refused: ${ending.reply}`);
  };
  return relay;
}

interface Delivery {
  readonly text: string;
  readonly reversePath: string;
  readonly forwardPath: string;
  readonly past: boolean;
}
