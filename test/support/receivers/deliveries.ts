import {
  beginnings,
  forged,
  identWords,
  oddLocalParts,
  oddWords,
  relayAddress,
  relayName,
  subjects,
  submitted,
} from './hostile-words.js';
import { type Client, type ClientName, clients } from './network.js';
import type { Receiver } from './receiver.js';

/**
 * What one message proves. `confirmed`: it came from the relay, and the lines show it. `by-checked-name`: only a name that
 * the server has checked shows it. `not-confirmed`: the server names another client beyond doubt. `never`: it did not come
 * from the relay; whether a reader can tell or finds the line unreadable is up to him.
 */
export type Truth = 'confirmed' | 'by-checked-name' | 'not-confirmed' | 'never';

export type Slot = 'client' | 'ehlo' | 'path' | 'ident' | 'certificate' | 'header';

export interface Delivery {
  readonly name: string;
  readonly client: Client;
  readonly truth: Truth;
  /** What the liar has a hand in. */
  readonly slot: Slot;
  readonly ehlo: string;
  readonly helo?: true;
  /** The paths as said after MAIL FROM: and RCPT TO:. */
  readonly from: string;
  readonly to: string;
  readonly ident?: string;
  readonly tls?: true;
  /** A certificate of the client's own, with this subject. */
  readonly certificate?: string;
  /** What the client writes above the message: header lines, or the trace of a true message of the same server. */
  readonly above?: string | 'replay';
}

type Case = Omit<Delivery, 'client' | 'from' | 'to' | 'slot'> &
  Partial<Pick<Delivery, 'from' | 'to' | 'slot'>> & { readonly client: ClientName };

const truths: readonly Case[] = [
  { name: 'the relay', client: 'relay', truth: 'confirmed', ehlo: relayName, above: submitted },
  { name: 'the relay with TLS', client: 'relay', truth: 'confirmed', ehlo: relayName, tls: true, above: submitted },
  { name: 'the relay, EHLO as another', client: 'relay', truth: 'confirmed', ehlo: 'mta.shop.example' },
  { name: 'the relay, HELO', client: 'relay', truth: 'confirmed', ehlo: relayName, helo: true },
  { name: 'the relay, empty reverse path', client: 'relay', truth: 'confirmed', ehlo: relayName, from: '<>' },
  {
    name: 'the relay, a VERP path',
    client: 'relay',
    truth: 'confirmed',
    ehlo: relayName,
    from: '<b-12.34=qa#1=corp.example@shop.example>',
  },
  { name: 'the relay without a reverse name', client: 'relay-no-ptr', truth: 'confirmed', ehlo: 'gato77.sndsy.ru' },
  {
    name: 'the relay without a reverse name, with TLS',
    client: 'relay-no-ptr',
    truth: 'confirmed',
    ehlo: 'gato77.sndsy.ru',
    tls: true,
  },
  {
    name: 'the relay whose reverse name does not lead back',
    client: 'relay-ptr-astray',
    truth: 'confirmed',
    ehlo: 'gato78.sndsy.ru',
  },
  { name: 'the relay over IPv6', client: 'relay-ipv6', truth: 'by-checked-name', ehlo: relayName },
  {
    name: 'the relay over IPv6, EHLO as another',
    client: 'relay-ipv6',
    truth: 'by-checked-name',
    ehlo: 'mta.shop.example',
    tls: true,
  },
];

const lies: readonly Case[] = [
  { name: 'a stranger', client: 'stranger', truth: 'not-confirmed', ehlo: 'mta.evil.example' },
  { name: 'EHLO the relay', client: 'stranger', truth: 'not-confirmed', ehlo: relayName },
  { name: 'EHLO the relay, with TLS', client: 'stranger', truth: 'not-confirmed', ehlo: relayName, tls: true },
  { name: 'EHLO the relay, no reverse name', client: 'stranger-no-ptr', truth: 'not-confirmed', ehlo: relayName },
  { name: 'EHLO the address', client: 'stranger', truth: 'not-confirmed', ehlo: `[${relayAddress}]` },
  {
    name: 'HELO the address',
    client: 'stranger-no-ptr',
    truth: 'not-confirmed',
    ehlo: `[${relayAddress}]`,
    helo: true,
  },
  { name: 'a forged line', client: 'stranger', truth: 'not-confirmed', ehlo: 'mta.evil.example', above: forged },
  {
    name: 'EHLO the relay and a forged line',
    client: 'stranger',
    truth: 'not-confirmed',
    ehlo: relayName,
    above: forged,
  },
  {
    name: 'the trace of a true message',
    client: 'stranger',
    truth: 'not-confirmed',
    ehlo: 'mta.evil.example',
    above: 'replay',
  },
  {
    name: 'the trace of a true message, EHLO our server',
    client: 'stranger',
    truth: 'never',
    ehlo: 'mx.corp.example',
    above: 'replay',
  },
  {
    name: 'the trace of a true message, EHLO localhost',
    client: 'stranger',
    truth: 'never',
    ehlo: 'localhost',
    above: 'replay',
  },
  {
    name: 'the trace of a true message, EHLO [127.0.0.1]',
    client: 'stranger',
    truth: 'never',
    ehlo: '[127.0.0.1]',
    above: 'replay',
  },
  { name: 'reverse name astray', client: 'stranger-liar-ptr', truth: 'never', ehlo: relayName },
  {
    name: 'reverse name astray, with TLS',
    client: 'stranger-liar-ptr',
    truth: 'never',
    ehlo: 'mta.evil.example',
    tls: true,
  },
  { name: 'reverse name "verified…"', client: 'stranger-verified-ptr', truth: 'never', ehlo: relayName },
  { name: 'reverse name an address', client: 'stranger-address-ptr', truth: 'never', ehlo: relayName },
  { name: 'reverse name with brackets', client: 'stranger-bracket-ptr', truth: 'never', ehlo: relayName },
  { name: 'reverse name with blanks', client: 'stranger-blank-ptr', truth: 'never', ehlo: relayName },
  { name: 'reverse name with blanks that leads back', client: 'stranger-odd-zone', truth: 'never', ehlo: relayName },
  {
    name: 'reverse name with an end of line that leads back',
    client: 'stranger-end-of-line',
    truth: 'never',
    ehlo: 'mta.evil.example',
  },
  {
    name: 'reverse name of odd characters that leads back',
    client: 'stranger-odd-label',
    truth: 'never',
    ehlo: relayName,
  },
  { name: 'IPv6, EHLO the relay', client: 'stranger-ipv6', truth: 'not-confirmed', ehlo: relayName },
  {
    name: 'IPv6, EHLO the mapped address',
    client: 'stranger-ipv6',
    truth: 'not-confirmed',
    ehlo: `[IPv6:::ffff:${relayAddress}]`,
  },
  {
    name: 'IPv6, reverse name astray',
    client: 'stranger-ipv6-liar-ptr',
    truth: 'never',
    ehlo: relayName,
    above: forged,
  },
];

const attacker = { client: 'stranger', ehlo: 'mta.evil.example', truth: 'never' } as const;

const known: readonly Case[] = [
  ...truths,
  ...lies,
  ...oddWords.flatMap((ehlo): Case[] => [
    { ...attacker, slot: 'ehlo', name: `EHLO ${show(ehlo)}`, ehlo },
    { ...attacker, slot: 'ehlo', name: `EHLO ${show(ehlo)}, no reverse name`, client: 'stranger-no-ptr', ehlo },
  ]),
  { ...attacker, slot: 'ehlo', name: `HELO ${oddWords[21]}`, ehlo: oddWords[21] ?? '', helo: true },
  ...oddLocalParts.flatMap((local): Case[] => [
    {
      ...attacker,
      slot: 'path',
      name: `reverse path <${local}@evil.example>`,
      from: `<${local}@evil.example>`,
      above: forged,
    },
    {
      ...attacker,
      slot: 'path',
      name: `reverse path <${local}@evil.example>, no reverse name`,
      client: 'stranger-no-ptr',
      ehlo: relayName,
      from: `<${local}@evil.example>`,
      above: forged,
    },
    {
      ...attacker,
      slot: 'path',
      name: `forward path <${local}@corp.example>`,
      to: `<${local}@corp.example>`,
      above: forged,
    },
  ]),
  ...identWords.map((ident): Case => ({ ...attacker, slot: 'ident', name: `ident ${ident}`, ident })),
  ...subjects.map(
    (certificate): Case => ({
      ...attacker,
      slot: 'certificate',
      name: `certificate of ${certificate}`,
      tls: true,
      certificate,
    }),
  ),
  ...Object.entries(beginnings).map(([name, above]): Case => ({ ...attacker, slot: 'header', name, above })),
];

const deliveries: readonly Delivery[] = known.map((one) => ({
  from: '<news@shop.example>',
  to: '<qa@corp.example>',
  slot: 'client',
  ...one,
  client: clients[one.client],
}));

/** Those that this receiver can be handed. */
export function deliveriesFor({ abilities, slots }: Receiver): readonly Delivery[] {
  return deliveries.filter(
    ({ client, tls, certificate, ident, slot }) =>
      (slots?.includes(slot) ?? true) &&
      (abilities.includes('ipv6') || !client.address.includes(':')) &&
      (abilities.includes('tls') || !tls) &&
      (abilities.includes('client-certificate') || certificate === undefined) &&
      (abilities.includes('ident') || ident === undefined),
  );
}

function show(word: string): string {
  return JSON.stringify(word.length > 90 ? `${word.slice(0, 90)}…` : word).slice(1, -1);
}
