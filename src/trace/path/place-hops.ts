import type { EmailTrace, ReceivedField } from '../field/read-trace.js';
import type { Hop } from '../hop/hop.js';
import type { Boundary } from './boundary.js';
import type { PlacedHop } from './verdict.js';

/** Gives each hop, which nobody else holds, its place in the message, its delay and its standing. */
export function placeHops(trace: EmailTrace, hops: readonly Hop[], boundary: Boundary): readonly PlacedHop[] {
  return hops.map((hop, index) => {
    const { line, body } = trace.received[index] as ReceivedField;
    const delayMs = delayBetween(hops[index + 1], hop);
    return Object.assign(hop, { index, line, standing: standingOf(index, boundary), delayMs, text: body });
  });
}

function standingOf(index: number, boundary: Boundary): PlacedHop['standing'] {
  if (index < boundary.index) return 'ours';
  return index === boundary.index && boundary.kind === 'found' ? 'boundary' : 'claimed';
}

/** Milliseconds from the older hop to the newer; undefined when a date or its zone is missing. */
export function delayBetween(older: Hop | undefined, newer: Hop): number | undefined {
  if (older?.at === undefined || newer.at === undefined) return undefined;
  if (older.dateProblem === 'no-zone' || newer.dateProblem === 'no-zone') return undefined;
  return Date.parse(newer.at) - Date.parse(older.at);
}
