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
    `The message came through ${f.relay}: ${f.receiver} took it over from ${f.name} [${f.address}].`,
  address: (f) =>
    `The message came through ${f.relay}: ${f.receiver} took it over from ${f.address}, an address of the relay.`,
  name: (f) =>
    `The message came through ${f.relay}: ${f.receiver} took it over from ${f.name}, a name of the relay that was looked up and confirmed.`,
  bypassed: (f) => `The message did not come through ${f.relay}: it was handed over by ${f.peer}.`,
  'claimed-only': (f) =>
    `The message was handed over by ${f.address}, which only calls itself ${f.claimed}; anyone can claim that name.`,
  'below-boundary': (f) =>
    `The message was handed over by ${f.peer}; the line that names ${f.relay} stands below that and may be forged.`,
  lookalike: (f) => `The message was handed over by ${f.peer}, whose name only looks like one of ${f.relay}.`,
  ambiguous: (f) =>
    `The line that ${f.receiver} wrote at the handover cannot be relied on: it fits several clients, or has another form than that writer gives it.`,
  'reverse-name-unconfirmed': (f) =>
    `The message was handed over by ${f.address}; its reverse name ${f.name} was not confirmed, and anyone can set that for an address of theirs.`,
  'no-tls': (f) => `The message came through ${f.relay}, but the handover from ${f.address} shows no TLS.`,
  'too-slow': (f) => `The message came through ${f.relay}, but took longer than allowed.`,
  'other-relay': (f) =>
    `The message came through ${f.relay}, not through the relay that was asked for: it was handed over by ${f.peer}.`,
  'no-trace': () =>
    'There is no Received line: this copy was saved before it was sent (from a Sent folder?), so it says nothing of the path.',
  'unreadable-line': () => 'The line that decides is not written as any known mail server writes it.',
  'header-ended': (f) => f.says,
  'unclear-beginning': (f) => f.says,
  'no-boundary': () => 'No line shows where the message was handed over to a server of yours.',
  'receiver-not-stated': (f) =>
    `The message was taken in by ${f.receiver}, which is not among the servers that were named as yours.`,
  'no-relay-path': (f) => `Nothing is known by which ${f.relay} could be recognised.`,
  'over-limit': () => 'The header is too large to be judged.',
};

function factsOf({ relays, boundaryHop, hops, evidence }: PathVerdict): Facts {
  const hop = hops[boundaryHop ?? evidence[0]?.hop ?? -1];
  const info = hop?.from?.tcpInfo;
  return {
    relay: relays.length === 0 ? 'any relay known here' : relays.map(({ name }) => ownWords(name)).join(' or '),
    peer: hop?.from === undefined ? 'a host that no line names' : peer(hop.from),
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
    return `${seen} (${token(reverseName)}${reverseNameConfirmed === 'yes' ? '' : ', a name nobody confirmed'})`;
  }
  if (ehloName !== undefined) return `${seen} (it calls itself ${token(ehloName)})`;
  return seen;
}

function receiver(hop: PlacedHop | undefined): string {
  return token(hop?.by.name ?? hop?.by.address ?? 'a server that does not name itself');
}
