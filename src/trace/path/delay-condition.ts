import type { Finding } from './finding.js';
import type { PlacedHop } from './verdict.js';

/** The finding of the boundary hop, refused when the handover took longer than allowed, or nobody knows how long. */
export function withinDelay(finding: Finding, hop: PlacedHop | undefined, maxDelayMs: number | undefined): Finding {
  if (maxDelayMs === undefined || hop === undefined || finding.verdict !== 'confirmed') return finding;
  if (hop.delayMs !== undefined && hop.delayMs <= maxDelayMs) return finding;
  const says =
    hop.delayMs === undefined
      ? 'The handover cannot be timed: a date is missing in this line or in the one below.'
      : `The handover took ${seconds(hop.delayMs)}; ${seconds(maxDelayMs)} were allowed.`;
  return {
    verdict: 'not-confirmed',
    reason: 'too-slow',
    relays: finding.relays ?? [],
    evidence: finding.evidence.map((shown) => ({ ...shown, rule: 'boundary/too-slow', says })),
    hint: undefined,
  };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
