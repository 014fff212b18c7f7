import type { HopFrom } from '../../trace/hop/hop.js';
import type {
  ConfirmedReason,
  NotConfirmedReason,
  PathVerdict,
  PlacedHop,
  UnknownReason,
} from '../../trace/path/verdict.js';
import { ownWords, sentence, token } from './plain.js';

type Reason = ConfirmedReason | NotConfirmedReason | UnknownReason;

/** How a verdict is called in front of people. */
export const verdictWords = {
  confirmed: 'confirmed',
  'not-confirmed': 'not confirmed',
  unknown: 'cannot tell',
} as const;

/** The same in front of its sentence. */
export function verdictWord({ verdict }: PathVerdict): string {
  return verdictWords[verdict].toUpperCase();
}

/** The verdict as one plain sentence, with nothing in it that could harm a terminal or a log. */
export function answer(verdict: PathVerdict): string {
  const told = answers[verdict.reason](factsOf(verdict));
  const note = verdict.evidence.at(-1);
  if (note?.rule === 'content/attached') return told.replace(/^The message/, 'The attached message');
  return note?.rule === 'content/has-attached' ? `${told} ${note.says}` : told;
}

interface Facts {
  readonly relay: string;
  /** The client at the boundary, with what was seen before what was claimed. */
  readonly peer: string;
  readonly address: string;
  readonly name: string;
  readonly claimed: string;
  readonly receiver: string;
  /** The first piece of evidence. */
  readonly says: string;
}

const answers: Readonly<Record<Reason, (facts: Facts) => string>> = {
  'address-and-name': (f) =>
    `The message came through ${f.relay}: ${f.receiver} received it from ${f.name} [${f.address}].`,
  address: (f) =>
    `The message came through ${f.relay}: ${f.receiver} received it from ${f.address}, an address of the relay.`,
  name: (f) =>
    `The message came through ${f.relay}: ${f.receiver} received it from ${f.name}, a verified host name of the relay.`,
  bypassed: (f) => `The message did not come through ${f.relay}: it was delivered by ${f.peer}.`,
  'claimed-only': (f) =>
    `The message was delivered by ${f.address}, which only claims to be ${f.claimed}; anyone can claim that name.`,
  'below-boundary': (f) =>
    `The message was delivered by ${f.peer}; the line that names ${f.relay} is further down and may be forged.`,
  lookalike: (f) => `The message was delivered by ${f.peer}, whose name only looks like a host of ${f.relay}.`,
  ambiguous: (f) => `The deciding line of ${f.receiver} can be read in more than one way, so it proves nothing.`,
  'reverse-name-unconfirmed': (f) =>
    `The message was delivered by ${f.address}; its reverse name ${f.name} was not verified, and anyone can set one.`,
  'no-tls': (f) => `The message came through ${f.relay}, but the delivery from ${f.address} shows no TLS.`,
  'too-slow': (f) => `The message came through ${f.relay}, but took longer than allowed.`,
  'other-relay': (f) =>
    `The message came through ${f.relay}, but not through the requested one: it was delivered by ${f.peer}.`,
  'no-trace': () =>
    'There is no Received line: this looks like a copy from a Sent folder, which does not show the path.',
  'unreadable-line': () => 'The deciding Received line does not match the format of any known mail server.',
  'header-ended': (f) => f.says,
  'unclear-beginning': (f) => f.says,
  'no-boundary': () => 'No line shows where one of your servers received the message from outside.',
  'receiver-not-stated': (f) => `The message was received by ${f.receiver}, which is not in your list of receivers.`,
  'no-relay-path': (f) => `akrelay does not know the hosts or networks of ${f.relay}.`,
  'over-limit': () => 'The header is too large.',
};

function factsOf({ relays, boundaryHop, hops, evidence }: PathVerdict): Facts {
  const hop = hops[boundaryHop ?? evidence[0]?.hop ?? -1];
  const info = hop?.from?.tcpInfo;
  return {
    relay: relays.length === 0 ? 'any known relay' : relays.map(({ name }) => ownWords(name)).join(' or '),
    peer: hop?.from === undefined ? 'an unknown host' : peer(hop.from),
    address: token(info?.address ?? 'a host without an address'),
    name: token(info?.reverseName ?? 'a host without a name'),
    claimed: token(hop?.from?.ehloName ?? 'the relay'),
    receiver: receiver(hop),
    says: sentence(evidence[0]?.says ?? ''),
  };
}

/** What was seen of a client, then what it claims: `203.0.113.9 (mail.example.com, as it calls itself)`. */
export function peer({ ehloName, tcpInfo: { address, reverseName, reverseNameConfirmed } }: HopFrom): string {
  const seen = token(
    address ?? (reverseNameConfirmed === 'yes' ? reverseName : undefined) ?? 'a host without an address',
  );
  if (address !== undefined && reverseName !== undefined) {
    return `${seen} (${token(reverseName)}${reverseNameConfirmed === 'yes' ? '' : ', not verified'})`;
  }
  if (ehloName !== undefined) return `${seen} (claims to be ${token(ehloName)})`;
  return seen;
}

function receiver(hop: PlacedHop | undefined): string {
  return token(hop?.by.name ?? hop?.by.address ?? 'an unnamed server');
}
