import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Handed } from './hand-over.js';
import type { InstalledReceiver } from './installed.js';
import { type Verdicts, verdictsAllowed } from './verdicts-allowed.js';

/** A row of test/fixtures/real-servers.json; test/fixtures/real-servers.md says what the keys mean. */
interface Row {
  readonly server: string;
  readonly configuration: string;
  readonly version: string;
  readonly case: string;
  readonly client: 'relay' | 'relay-no-ptr' | 'stranger';
  readonly address: string;
  readonly reverseName: string | null;
  readonly reverseLeadsBack: boolean;
  readonly greeting: string;
  readonly ehlo: string;
  readonly envelopeFrom: string;
  readonly envelopeTo: string;
  readonly ident: string | null;
  readonly certificate: string | null;
  readonly tls: boolean;
  readonly receivers: readonly string[];
  readonly received: readonly string[];
  /** How many of them, from the top, are the servers' own. */
  readonly written: number;
  readonly expected: Verdicts;
}

const file = 'test/fixtures/real-servers.json';

/** Replaces the rows of one receiver, and keeps those of the others. */
export function writeCorpus(receiver: InstalledReceiver, handed: readonly Handed[]): void {
  const known: Row[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const others = known.filter((row) => row.server !== receiver.server || row.configuration !== receiver.configuration);
  const own = handed.filter(({ text }) => text !== '').map((one) => rowOf(receiver, one));
  const rows = [...others, ...own].map((row) => JSON.stringify(row));
  writeFileSync(file, `[\n${rows.join(',\n')}\n]\n`);
}

function rowOf(receiver: InstalledReceiver, { delivery, ending, received, forged }: Handed): Row {
  const { role, address, reverseName, leadsBack } = delivery.client;
  return {
    server: receiver.server,
    configuration: receiver.configuration,
    version: receiver.versions.join(', '),
    case: delivery.name,
    client: role === 'relay' && !leadsBack ? 'relay-no-ptr' : role,
    address,
    reverseName: reverseName ?? null,
    reverseLeadsBack: leadsBack,
    greeting: delivery.helo ? 'HELO' : 'EHLO',
    ehlo: delivery.ehlo,
    envelopeFrom: delivery.from,
    envelopeTo: delivery.to,
    ident: delivery.ident ?? null,
    certificate: delivery.certificate ?? null,
    tls: ending.taken && ending.tls,
    receivers: receiver.receivers,
    received,
    written: received.length - forged,
    expected: verdictsAllowed(delivery.truth, receiver).named,
  };
}
