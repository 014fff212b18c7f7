import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { akrelay, emptyFolder } from '../program.js';
import { type NameServer, startNameServer } from '../servers/name-server.js';
import type { Delivery } from './deliveries.js';
import { type IdentServer, startIdent } from './ident-server.js';
import type { InstalledReceiver } from './installed.js';
import { addresses, clients, inner, mx, names } from './network.js';
import { type RunningReceiver, startReceiver } from './receiver.js';
import { converse, type Ending } from './smtp-client.js';

export interface Outcome {
  readonly delivery: Delivery;
  readonly ending: Ending;
  /** The bodies of the `Received` fields as stored, newest first; none if the message was refused. */
  readonly received: readonly string[];
  /** How many of them, from the bottom, the client wrote. */
  readonly forged: number;
  readonly text: string;
  /** What `akrelay verify` says with the receivers named, and without. */
  readonly named: Judgement | undefined;
  readonly inferred: Judgement | undefined;
}

export interface Judgement {
  readonly verdict: 'confirmed' | 'not-confirmed' | 'unknown';
  readonly reason: string;
}

type Arrived = Pick<Outcome, 'delivery' | 'ending' | 'received' | 'forged' | 'text'>;

/** The network's addresses, its name server, and a liar's ident server on each of the strangers. */
export async function startNetwork(): Promise<{ readonly ident: readonly IdentServer[]; readonly stop: () => void }> {
  for (const address of new Set(addresses))
    execFileSync('ip', ['address', 'add', address, 'dev', 'lo', ...(address.includes(':') ? ['nodad'] : [])]);
  // The servers of one network live on one machine here: what connects to the inner one comes from the border.
  execFileSync('ip', [
    'route',
    'change',
    'local',
    inner.address,
    'dev',
    'lo',
    'table',
    'local',
    'proto',
    'kernel',
    'scope',
    'host',
    'src',
    mx.address,
  ]);
  const nameServer: NameServer = await startNameServer(names, '127.0.0.53');
  const ident = await Promise.all(Object.values(clients).map(({ address }) => startIdent(address)));
  return { ident, stop: () => stopAll([nameServer, ...ident]) };
}

function stopAll(servers: readonly { readonly stop: () => void }[]): void {
  for (const { stop } of servers) stop();
}

/** Starts the server, has everything delivered to it, and asks `akrelay verify` about what it stored. */
export async function runLane(
  receiver: InstalledReceiver,
  deliveries: readonly Delivery[],
  ident: readonly IdentServer[],
): Promise<readonly Outcome[]> {
  const server = await startReceiver(receiver);
  try {
    const plain = await deliverAll(
      receiver,
      server,
      deliveries.filter(({ above }) => above !== 'replay'),
      ident,
      '',
    );
    const trace = plain[0]?.received.map((body) => `Received:${body}\n`.replace(/\r?\n/g, '\r\n')).join('') ?? '';
    const replays = deliveries.filter(({ above }) => above === 'replay');
    return await judged(receiver, [...plain, ...(await deliverAll(receiver, server, replays, ident, trace))]);
  } finally {
    await server.stop();
  }
}

/** So many clients at once: each waits for the server most of the time. */
const atOnce = 6;

async function deliverAll(
  receiver: InstalledReceiver,
  server: RunningReceiver,
  deliveries: readonly Delivery[],
  ident: readonly IdentServer[],
  trace: string,
): Promise<readonly Arrived[]> {
  const tokens = deliveries.map(() => `t${(count++).toString(36)}.${Date.now().toString(36)}@token.example`);
  const endings: Ending[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let index = next++; index < deliveries.length; index = next++) {
      const [delivery, token] = [deliveries[index] as Delivery, tokens[index] as string];
      endings[index] = await deliver(receiver, delivery, { token, above: aboveOf(delivery, trace), ident });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const taken = (must: boolean): string[] =>
    tokens.filter((_, index) => endings[index]?.taken && must === (deliveries[index]?.truth !== 'never'));
  const texts = await server.stored(taken(true), taken(false));
  return deliveries.map((delivery, index) => {
    const text = texts.find((one) => one.includes(tokens[index] as string)) ?? '';
    const received = receivedOf(text);
    const forged = Math.min(receivedOf(aboveOf(delivery, trace)).length, received.length);
    return { delivery, ending: endings[index] as Ending, text, received, forged };
  });
}

function aboveOf({ above = '' }: Delivery, trace: string): string {
  return above === 'replay' ? trace : above;
}

let count = 0;

interface Letter {
  readonly token: string;
  readonly above: string;
  readonly ident: readonly IdentServer[];
}

function deliver({ abilities }: InstalledReceiver, delivery: Delivery, letter: Letter): Promise<Ending> {
  const { client, ehlo, helo, from, to, certificate, tls = false } = delivery;
  const { address } = clients[client];
  const { token, above, ident } = letter;
  return converse({
    from: address,
    to: address.includes(':') ? mx.address6 : mx.address,
    port: 25,
    greeting: `${helo ? 'HELO' : 'EHLO'} ${ehlo}`,
    reversePath: from,
    forwardPath: to,
    tls: abilities.includes('tls') && (certificate === undefined ? tls : certificateOf(certificate)),
    message: `${above}Message-ID: <${token}>\r\nFrom: news@shop.example\r\nTo: qa@corp.example\r\nSubject: ${token}\r\nDate: Sat, 28 Nov 2026 09:00:00 +0000\r\n\r\nthe end`,
    onPort: (port) => {
      for (const { answers } of ident) answers.set(port, delivery.ident ?? '');
    },
  });
}

/** Only LF ends a line here, as for those who stored it: a bare CR is a piece of a line. */
function receivedOf(text: string): string[] {
  const header = text.split(/\n\r?\n/)[0] ?? '';
  const fields = header.split(/\n(?![ \t])/);
  return fields.filter((field) => /^Received:/i.test(field)).map((field) => field.slice(9).replace(/\r$/, ''));
}

const certificates = new Map<string, { readonly cert: string; readonly key: string }>();

/** A certificate that nobody vouches for; its common name may hold anything. */
function certificateOf(commonName: string): { readonly cert: string; readonly key: string } {
  const known = certificates.get(commonName);
  if (known !== undefined) return known;
  const subject = `/CN=${commonName.replace(/[\\/]/g, '\\$&')}`;
  const pem = execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '30',
      '-subj',
      subject,
      '-keyout',
      '-',
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  certificates.set(commonName, { cert: pem, key: pem });
  return { cert: pem, key: pem };
}

async function judged({ receivers }: InstalledReceiver, arrived: readonly Arrived[]): Promise<readonly Outcome[]> {
  const cwd = await emptyFolder();
  try {
    await mkdir(path.join(cwd, 'mail'));
    for (const [index, { text }] of arrived.entries())
      if (text !== '') await writeFile(path.join(cwd, 'mail', fileOf(index)), text, 'latin1');
    const named = await verify(
      cwd,
      receivers.flatMap((name) => ['--receiver', name]),
    );
    const inferred = await verify(cwd, []);
    return arrived.map((one, index) => ({
      ...one,
      named: named.get(fileOf(index)),
      inferred: inferred.get(fileOf(index)),
    }));
  } finally {
    await rm(cwd, { recursive: true });
  }
}

function fileOf(index: number): string {
  return `${String(index).padStart(3, '0')}.eml`;
}

async function verify(cwd: string, words: readonly string[]): Promise<ReadonlyMap<string, Judgement>> {
  const { stdout, stderr } = await akrelay(['verify', 'mail', '--relay', 'sendsay', '--json', ...words], { cwd });
  if (stdout === '') throw new Error(stderr);
  const { results } = JSON.parse(stdout) as { readonly results: readonly (Judgement & { readonly source: string })[] };
  return new Map(results.map(({ source, verdict, reason }) => [path.basename(source), { verdict, reason }]));
}
