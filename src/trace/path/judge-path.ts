import { isInAny } from '../address/network.js';
import type { EmailTrace, OverLimit } from '../field/read-trace.js';
import { misfitOf } from '../grammar/misfit.js';
import { parseReceived } from '../hop/parse-received.js';
import { isTorn } from '../hop/torn-line.js';
import { type Boundary, findBoundary, type Unsettled, unreadable } from './boundary.js';
import { withinDelay } from './delay-condition.js';
import type { Finding, PlacedLine } from './finding.js';
import { judgeHop } from './judge-hop.js';
import type { JudgeOptions } from './judge-options.js';
import { placeHops } from './place-hops.js';
import { type CompiledRelay, compileRelay, hasPath } from './relay-match.js';
import { compileReceivers } from './trusted-receivers.js';
import { hintFor } from './unsettled-hint.js';
import type { KnownRelay, PathVerdict, RelayName, UnknownReason } from './verdict.js';

/**
 * Decides whether the message came through a relay. Only the hop at the boundary, where mail enters the servers that
 * are believed, can confirm it; every line below may have been invented by the sender of the message. Never throws.
 */
export function judgePath(trace: EmailTrace, options: JudgeOptions): PathVerdict {
  return pathJudge(options)(trace);
}

/** The same for many messages: patterns and networks are read once. */
export function pathJudge(options: JudgeOptions): (trace: EmailTrace) => PathVerdict {
  const ours = compileReceivers(options.receivers);
  const relays = options.relays.map(compileRelay).filter(hasPath);
  const wanted = options.relay === undefined ? relays : relays.filter(({ relay }) => relay.name === options.relay);
  const networks = wanted.flatMap((relay) => relay.networks);
  const isRelay = (address: string) => isInAny(networks, address);
  return (trace) => {
    const parsed = trace.received.map(({ body }) => parseReceived(body));
    const judged = (boundary: Boundary) => {
      const hops = placeHops(trace, parsed, boundary);
      return { boundary, hops, settled: judge({ trace, lines: hops, boundary, relays, wanted, options }) };
    };
    const found = findBoundary(parsed, ours, isRelay);
    const first = judged(found);
    const isWhole = first.settled.verdict !== 'confirmed' || !isTorn(trace, found.index);
    const { boundary, hops, settled } = isWhole ? first : judged(unreadable(found));
    const finding = withinDelay(settled, hops[boundary.index], options.maxDelayMs);
    return {
      verdict: finding.verdict,
      reason: finding.reason,
      relay: finding.relays?.[0] && nameOf(finding.relays[0]),
      relays: finding.relays?.map(nameOf) ?? [],
      trust: boundary.trust,
      boundaryHop: boundary.kind === 'found' ? boundary.index : undefined,
      hops,
      evidence: finding.evidence,
      hint: finding.hint,
    } as PathVerdict;
  };
}

function nameOf({ name, kind }: KnownRelay): RelayName {
  return { name, kind };
}

interface Matter {
  readonly trace: Pick<EmailTrace, 'overLimit'>;
  readonly lines: readonly PlacedLine[];
  readonly boundary: Boundary;
  readonly relays: readonly CompiledRelay[];
  readonly wanted: readonly CompiledRelay[];
  readonly options: JudgeOptions;
}

function judge({ trace, lines, boundary, relays, wanted, options }: Matter): Finding {
  if (trace.overLimit) return overLimit(trace.overLimit);
  if (lines.length === 0) return noTrace();
  if (wanted.length === 0) return noRelayPath(options.relay);
  if (boundary.kind === 'unsettled') return unsettled(lines, boundary, wanted);
  if (options.strict && boundary.trust.kind !== 'stated') return notStated(lines, boundary);
  const line = lines[boundary.index];
  return line
    ? judgeHop({ hop: line, hops: lines, wanted, relays, options, names: boundary.names ?? 'believed' })
    : noTrace();
}

/** What is said of the message as a whole. */
function ofMessage(reason: UnknownReason, rule: string, says: string, hint: string): Finding {
  return { verdict: 'unknown', reason, evidence: [{ rule, hop: undefined, span: undefined, text: '', says }], hint };
}

function overLimit(limit: OverLimit): Finding {
  const what = limit === 'field-count' ? 'more Received lines' : 'a longer header';
  return ofMessage(
    'over-limit',
    'input/over-limit',
    `The message has ${what} than real mail.`,
    'Inspect the file: real messages have at most about a hundred Received lines and a header of a few hundred kilobytes.',
  );
}

function noTrace(): Finding {
  return ofMessage(
    'no-trace',
    'trace/none',
    'The message has no Received line.',
    'Save the message from the mailbox that received it.',
  );
}

function noRelayPath(name: string | undefined): Finding {
  const whose = name === undefined ? 'None of the relays has' : `The relay ${name} has no`;
  return ofMessage(
    'no-relay-path',
    'relay/no-path',
    `${whose} known host names or networks.`,
    'Give the sender a path: hosts such as gato#.sndsy.ru, or networks such as 185.138.182.0/24.',
  );
}

function unsettled(
  lines: readonly PlacedLine[],
  boundary: Extract<Boundary, { kind: 'unsettled' }>,
  wanted: readonly CompiledRelay[],
): Finding {
  const hop = lines[boundary.index];
  const { says, hint } = hintFor(lines, boundary);
  const misfit = boundary.why === 'unreadable' && hop ? misfitOf(hop.text) : undefined;
  return {
    verdict: 'unknown',
    reason: unsettledReasons[boundary.why] ?? 'no-boundary',
    relays: wanted.length === 1 ? wanted.map(({ relay }) => relay) : [],
    evidence: [
      {
        rule: `boundary/${boundary.why}`,
        hop: hop?.index,
        span: misfit ?? hop?.spans.by,
        text: misfit && hop ? hop.text.slice(misfit.start, misfit.end) : '',
        says,
      },
    ],
    hint,
  };
}

const unsettledReasons: { readonly [why in Unsettled]?: UnknownReason } = {
  unreadable: 'unreadable-line',
  writer: 'receiver-not-stated',
};

function notStated(lines: readonly PlacedLine[], boundary: Boundary): Finding {
  const hop = lines[boundary.index];
  const by = hop?.by.name;
  return {
    verdict: 'unknown',
    reason: 'receiver-not-stated',
    evidence: [
      {
        rule: 'boundary/not-stated',
        hop: hop?.index,
        span: hop?.spans.by,
        text: by ?? '',
        says: 'With --strict, only listed servers are believed, and the server that received the message is not listed.',
      },
    ],
    hint: by === undefined ? undefined : `If it is your server, add it: --receiver ${by}`,
  };
}
