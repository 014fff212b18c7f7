import type { PlacedHop } from '../../trace/path/verdict.js';

/**
 * A hop as scripts read it; what the line does not say is left out. The field's own text stays in the file, at `line`:
 * it would double the size of an answer about many messages.
 */
export function hopFields(hop: PlacedHop): object {
  return {
    index: hop.index,
    line: hop.line,
    standing: hop.standing,
    delayMs: hop.delayMs,
    dialect: hop.dialect,
    from: hop.from,
    by: hop.by,
    via: hop.via,
    with: hop.with,
    id: hop.id,
    for: hop.for,
    tls: hop.tls,
    at: hop.at,
    dateProblem: hop.dateProblem,
    accounted: hop.accounted,
    ambiguous: hop.ambiguous,
    notUnderstood: hop.notUnderstood,
  };
}
