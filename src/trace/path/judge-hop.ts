import type { Finding, PlacedLine } from './finding.js';
import type { JudgeOptions } from './judge-options.js';
import { type CompiledRelay, type Match, type MatchKind, matchRelay, resemblance } from './relay-match.js';
import type { Evidence, KnownRelay } from './verdict.js';

interface Case {
  readonly hop: PlacedLine;
  readonly hops: readonly PlacedLine[];
  /** The relays that count, and all that can be recognised. */
  readonly wanted: readonly CompiledRelay[];
  readonly relays: readonly CompiledRelay[];
  readonly options: JudgeOptions;
  /** `unproven`: what vouches for the line vouches for its address only. */
  readonly names: 'believed' | 'unproven';
}

const strength: readonly MatchKind[] = [
  'address-and-name',
  'address',
  'name',
  'reverse-name-unconfirmed',
  'claimed-only',
  'none',
];

const confirming: readonly MatchKind[] = strength.slice(0, 3);

/** Judges the boundary hop by the strength of what it shows. */
export function judgeHop(at: Case): Finding {
  const best = weighed(at, strongest(at.hop, at.wanted));
  if (at.hop.ambiguous)
    return refuse(
      at,
      'ambiguous',
      best,
      'This line shows several addresses, or does not match the format of its server, so nothing in it can be believed.',
    );
  if (isConfirming(best)) return withoutTls(at, best) ?? confirm(at, best);
  const other = at.relays === at.wanted ? best : weighed(at, strongest(at.hop, at.relays));
  if (isConfirming(other))
    return refuse(at, 'other-relay', other, `The message came through another relay, ${other?.relay.name}.`);
  return refuseByMatch(at, best);
}

/** A name alone counts for nothing where names are not believed. */
function weighed({ names }: Case, match: Match | undefined): Match | undefined {
  return match?.kind === 'name' && names === 'unproven' ? { ...match, kind: 'reverse-name-unconfirmed' } : match;
}

function strongest(hop: PlacedLine, relays: readonly CompiledRelay[]): Match | undefined {
  let best: Match | undefined;
  for (const relay of relays) {
    const match = matchRelay(hop, relay);
    if (best === undefined || rank(match) < rank(best)) best = match;
  }
  return best;
}

/** The relays that the hop fits in the same way; of a provider and its senders the senders. */
function asGood({ hop, wanted, relays }: Case, { kind, relay }: Match): readonly KnownRelay[] {
  const candidates = wanted.some((one) => one.relay === relay) ? wanted : relays;
  const equal = candidates.filter((one) => matchRelay(hop, one).kind === kind).map((one) => one.relay);
  const others = equal.filter((one) => one.kind === relay.kind && one !== relay);
  return [relay, ...others];
}

function rank({ kind }: Match): number {
  return strength.indexOf(kind);
}

function isConfirming(match: Match | undefined): match is Match {
  return match !== undefined && confirming.includes(match.kind);
}

function confirm(at: Case, match: Match): Finding {
  const { hop } = at;
  const relays = asGood(at, match);
  const says = confirmation(hop, match.kind, relays.map(({ name }) => name).join(' or '));
  return {
    verdict: 'confirmed',
    reason: match.kind as 'address-and-name' | 'address' | 'name',
    relays,
    evidence: [evidence(hop, `boundary/${match.kind}`, match, says)],
    hint:
      match.kind === 'name'
        ? `The address ${hop.from?.tcpInfo.address} is not in the relay's networks. If it is a new one, add it to the sender's path.`
        : undefined,
  };
}

function confirmation({ by, from }: PlacedLine, kind: MatchKind, name: string): string {
  const { address, reverseName, reverseNameConfirmed } = from?.tcpInfo ?? {};
  const took = `${by.name ?? 'The receiver'} received the message from`;
  if (kind === 'address-and-name')
    return `${took} ${address} (${reverseName}): the address and the ${reverseNameConfirmed === 'yes' ? 'verified name' : 'name'} are those of ${name}.`;
  if (kind === 'address') return `${took} ${address}, an address of ${name}.`;
  return `${took} ${reverseName}, a name of ${name}, which it verified against the address.`;
}

function withoutTls(at: Case, match: Match): Finding | undefined {
  if (!at.options.requireTls || at.hop.tls) return undefined;
  const says =
    'The line does not mention TLS. Some servers never record it, so this does not prove that there was none.';
  return refuse(at, 'no-tls', match, says);
}

function refuseByMatch(at: Case, best: Match | undefined): Finding {
  const { hop } = at;
  const peer = peerOf(hop);
  switch (best?.kind) {
    case 'reverse-name-unconfirmed':
      return refuse(
        at,
        'reverse-name-unconfirmed',
        best,
        `The address ${hop.from?.tcpInfo.address} has the reverse name ${hop.from?.tcpInfo.reverseName}, but nothing shows that the name was verified: anyone can set one.`,
      );
    case 'claimed-only':
      return refuse(at, 'claimed-only', best, `The client only claimed to be ${hop.from?.ehloName}; it was ${peer}.`);
    default:
      return refuseByName(at, peer) ?? refuseByTrace(at, peer);
  }
}

function refuseByName(at: Case, peer: string): Finding | undefined {
  for (const relay of at.wanted) {
    const like = resemblance(at.hop, relay);
    if (like)
      return refuse(
        at,
        'lookalike',
        like,
        `The name resembles a host of ${relay.relay.name}, but is a different one: ${peer}.`,
      );
  }
  return undefined;
}

function refuseByTrace(at: Case, peer: string): Finding {
  const forged = firstNaming(at);
  const bypassed = `The message was delivered by ${peer}, which is not one of the relay's hosts.`;
  if (!forged) return refuse(at, 'bypassed', undefined, bypassed);
  const lower = `The line that names ${forged.match.relay.name} is further down, where the sender of the message could have written it.`;
  const finding = refuse(at, 'below-boundary', undefined, bypassed);
  return {
    ...finding,
    relays: [forged.match.relay],
    hint: forwarderHint,
    evidence: [...finding.evidence, evidence(forged.hop, 'claimed/below-boundary', forged.match, lower)],
  };
}

/** The first line below that shows a relay in any way. */
function firstNaming({ hop: { index }, hops, wanted }: Case): { hop: PlacedLine; match: Match } | undefined {
  for (const hop of hops.slice(index + 1)) {
    const match = strongest(hop, wanted);
    if (match && match.kind !== 'none') return { hop, match };
  }
  return undefined;
}

/** No address is named: whoever handed the message over may be a stranger. */
const forwarderHint =
  'If your own gateway or forwarder delivered it, add that server: --receiver NAME --receiver NETWORK';

function peerOf({ from }: PlacedLine): string {
  const { address, reverseName } = from?.tcpInfo ?? {};
  if (address === undefined) return reverseName ?? 'a host without an address';
  return reverseName === undefined ? address : `${address} (${reverseName})`;
}

function refuse(
  at: Case,
  reason: Extract<Finding, { verdict: 'not-confirmed' }>['reason'],
  match: Match | undefined,
  says: string,
): Finding {
  const { hop } = at;
  const rule = `boundary/${reason}`;
  return {
    verdict: 'not-confirmed',
    reason,
    relays: match ? asGood(at, match) : [],
    evidence: [evidence(hop, rule, match, says)],
    hint: undefined,
  };
}

function evidence(hop: PlacedLine, rule: string, match: Match | undefined, says: string): Evidence {
  const span = hop.spans[match?.token ?? 'address'];
  const text = span ? hop.text.slice(span.start, span.end) : '';
  return { rule, hop: hop.index, span, text, says };
}
