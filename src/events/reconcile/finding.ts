import { lateMs, type Message, type Side } from './message.js';

/** What does not fit in what the two sides say of a message, and which side lacks it. */
export const findings = {
  'outcome-missing': { lacks: 'both', says: 'sent, but neither side reports a result' },
  'relay-missing': { lacks: 'relay', says: 'known to the platform, but the relay reported no delivery' },
  'platform-missing': { lacks: 'platform', says: 'the relay reported a result, but the platform did not' },
  'send-missing': { lacks: 'platform', says: 'reported by the relay, but unknown to the platform' },
  'relay-bounce-only': { lacks: 'neither', says: 'bounced at the relay, delivered in the platform' },
  'platform-bounce-only': { lacks: 'neither', says: 'bounced in the platform, delivered at the relay' },
  duplicate: { lacks: 'neither', says: 'an event was received more than once' },
  late: { lacks: 'neither', says: 'an event was received late' },
} as const;
export type Finding = keyof typeof findings;

/** What is told, and is not a loss. */
export const remarks: readonly Finding[] = ['duplicate', 'late'];

/** Which messages one may expect the platform to know: all, or (where it told of none) only what it says itself. */
export interface Expectation {
  readonly platform: 'all' | 'none';
}

/** The findings of a message, the weightiest first; none where all is well. */
export function findingsOf(message: Message, expectation: Expectation): Finding[] {
  const missing = missingOf(message, expectation);
  const { relay, platform } = message;
  const also: Finding[] = [];
  if (relay.copies + platform.copies > 0) also.push('duplicate');
  if (relay.longestWayMs > lateMs || platform.longestWayMs > lateMs) also.push('late');
  return missing === undefined ? also : [missing, ...also];
}

function missingOf({ relay, platform, receipt }: Message, expectation: Expectation): Finding | undefined {
  if (receipt === 'refused' && !knows(relay)) return undefined;
  if (platform.isSuppressed && !knows(relay)) return undefined;
  const isOurs = receipt !== 'none' && platform.events === 0;
  if (isOurs) return knows(relay) ? undefined : 'relay-missing';
  const sent = platform.sentMs !== undefined;
  if (!knows(relay)) return knows(platform) ? 'relay-missing' : sent ? 'outcome-missing' : undefined;
  if (!knows(platform)) return sent ? 'platform-missing' : expectation.platform === 'all' ? 'send-missing' : undefined;
  if (relay.outcome === 'bounced' && platform.outcome === 'delivered') return 'relay-bounce-only';
  if (platform.outcome === 'bounced' && relay.outcome === 'delivered') return 'platform-bounce-only';
  return undefined;
}

function knows({ outcome }: Side): boolean {
  return outcome !== 'none';
}
