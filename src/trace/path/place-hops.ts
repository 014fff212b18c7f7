import type { EmailTrace, ReceivedField } from '../field/read-trace.js';
import type { Hop } from '../hop/hop.js';
import type { Boundary } from './boundary.js';
import type { PlacedHop } from './verdict.js';

/** Gives each hop, which nobody else holds, its place in the message, its delay and its standing. */
export function placeHops(trace: EmailTrace, hops: readonly Hop[], boundary: Boundary): readonly PlacedHop[] {
  const times = hops.map(timeOf);
  return hops.map((hop, index) => {
    const { line, body } = trace.received[index] as ReceivedField;
    const [newer, older] = [times[index], times[index + 1]];
    const delayMs = newer === undefined || older === undefined ? undefined : newer - older;
    return Object.assign(hop, { index, line, standing: standingOf(index, boundary), delayMs, text: body });
  });
}

function standingOf(index: number, boundary: Boundary): PlacedHop['standing'] {
  if (index < boundary.index) return 'ours';
  return index === boundary.index && boundary.kind === 'found' ? 'boundary' : 'claimed';
}

/** Undefined when the date or its zone is missing. */
function timeOf({ at, dateProblem }: Hop): number | undefined {
  return at === undefined || dateProblem === 'no-zone' ? undefined : Date.parse(at);
}
