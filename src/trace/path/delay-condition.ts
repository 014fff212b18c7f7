import type { Finding } from './finding.js';
import type { PlacedHop } from './verdict.js';

/** The finding of the boundary hop, refused when the delivery took longer than allowed, or nobody knows how long. */
export function withinDelay(finding: Finding, hop: PlacedHop | undefined, maxDelayMs: number | undefined): Finding {
  if (maxDelayMs === undefined || hop === undefined || finding.verdict !== 'confirmed') return finding;
  if (hop.delayMs !== undefined && hop.delayMs <= maxDelayMs) return finding;
  const says =
    hop.delayMs === undefined
      ? 'The delivery time cannot be measured: this line or the one below has no date.'
      : `The delivery took ${seconds(hop.delayMs)}; the limit is ${seconds(maxDelayMs)}.`;
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
