import type { Finding } from './finding.js';
import { findings } from './finding.js';
import type { Message, Side } from './message.js';
import type { Period, SideTally, StoreFacts } from './store-facts.js';

/** Why something is missing, as far as the store shows it. */
export interface Cause {
  readonly cause: CauseName;
  /** When the receiver was not listening, or heard nothing. */
  readonly period?: Period | undefined;
}

export type CauseName = (typeof causeTable)[number]['cause'];

/** What a row is asked about. */
interface Case {
  readonly finding: Finding;
  readonly message: Message;
  readonly facts: StoreFacts;
  /** The sides that lack something. */
  readonly lacking: readonly ('relay' | 'platform')[];
  /** When the event that is missing should have been received. */
  readonly expected: Period;
}

interface Row {
  readonly cause: string;
  /** What a person reads, and what to do. */
  readonly says: string;
  readonly fix: string;
  /** True or the period that proves it. */
  readonly when: (about: Case) => boolean | Period | undefined;
}

/** How long after an event its receipt may be expected: Sendsay collects for about a minute, and a retry takes longer. */
const wayMs = 15 * 60_000;

/** The causes in the order in which they are asked; the first whose condition holds is given. */
export const causeTable = [
  {
    cause: 'duplicate',
    says: 'the same event was sent again: a reply was lost, or the webhook is set twice',
    fix: 'Nothing is lost. Check that the URL is not in two rows of the panel, and that the receiver replies 200 in time.',
    when: ({ finding }) => finding === 'duplicate',
  },
  {
    cause: 'late-event',
    says: 'the event was received more than an hour after it happened',
    fix: 'Nothing is lost. Check whether the receiver was down, and whether its clock and the time zone of the events are right.',
    when: ({ finding }) => finding === 'late',
  },
  {
    cause: 'verdicts-differ',
    says: 'both sides reported different results: a later bounce reached only one side, or the platform treats acceptance as delivery',
    fix: "Compare the status on both sides; the platform needs the relay's webhook for bounces.",
    when: ({ finding }) => finding === 'relay-bounce-only' || finding === 'platform-bounce-only',
  },
  {
    cause: 'no-events',
    says: 'the store has no events from that side',
    fix: 'Enter the URL of events listen in the relay (webhooks) or the platform (Action Hooks): akrelay help webhooks',
    when: ({ lacking, facts }) => lacking.some((side) => facts[side].events === 0),
  },
  {
    cause: 'webhook-not-set',
    says: 'that side reports other events but no deliveries: the webhook is not set for deliveries',
    fix: 'Sendsay: also enter the URL in the row «Доставка». Altcraft: select deliv, sbounce and hbounce in the Action Hook.',
    when: ({ lacking, facts }) => lacking.some((side) => facts[side].outcomes === 0),
  },
  {
    cause: 'receiver-down',
    says: 'the receiver was not running when the event was due',
    fix: 'Fetch the missed events with --pull. Run the receiver as a service that restarts.',
    when: ({ expected, facts }) => facts.downtimes.find((down) => overlap(down, expected)),
  },
  {
    cause: 'too-early',
    says: 'the missing event can still arrive',
    fix: 'Compare again after 2 to 3 days, as Sendsay documents for its statistics.',
    when: ({ message, facts }) => facts.nowMs - message.lastMs < facts.patienceMs,
  },
  {
    cause: 'nothing-received',
    says: 'nothing was received from that side when the event was due',
    fix: 'Check whether its webhook was set, and the log of the web server in front of the receiver. Fetch the events with --pull.',
    when: ({ lacking, expected, facts }) => first(lacking, (side) => silenceIn(facts[side], expected)),
  },
  {
    cause: 'not-by-platform',
    says: 'the platform reports its sends, but not this one: another program sends through the relay',
    fix: 'Find out which program uses the login of the relay. For test messages of akrelay, add --receipt.',
    when: ({ finding, facts }) => finding === 'send-missing' && facts.platform.sends > 0,
  },
  {
    cause: 'no-shared-id',
    says: 'it has no token or Message-ID that the other side could match',
    fix: 'Configure the platform to set X-Letter-Id, and set its field in the config: events.altcraft.fields.token',
    when: ({ message: { token, messageId } }) => token === '' && messageId === '',
  },
  {
    cause: 'unknown',
    says: 'the store shows no cause',
    fix: 'Ask the provider about this message with the ids above.',
    when: () => true,
  },
] as const satisfies readonly Row[];

/** The likely cause of a finding. */
export function causeOf(finding: Finding, message: Message, facts: StoreFacts): Cause {
  const about = { finding, message, facts, lacking: lackingSides(finding), expected: expectedIn(message) };
  for (const { cause, when } of causeTable as readonly (Row & { cause: CauseName })[]) {
    const found = when(about);
    if (found !== undefined && found !== false) return { cause, period: found === true ? undefined : found };
  }
  throw new Error('the last cause has no condition');
}

function lackingSides(finding: Finding): Case['lacking'] {
  const { lacks } = findings[finding];
  if (lacks === 'neither') return [];
  return lacks === 'both' ? ['relay', 'platform'] : [lacks];
}

/** From the moment that the other side tells of, else from the send, on. */
function expectedIn({ relay, platform, firstMs }: Message): Period {
  const told = (side: Side): number | undefined => (side.outcome === 'none' ? undefined : side.outcomeMs);
  const fromMs = told(relay) ?? told(platform) ?? platform.sentMs ?? firstMs;
  return { fromMs, toMs: fromMs + wayMs };
}

/** A stretch in which nothing came that covers all of the time in which something was to come. */
function silenceIn({ silences }: SideTally, { fromMs, toMs }: Period): Period | undefined {
  return silences.find((silence) => silence.fromMs <= fromMs && silence.toMs >= toMs);
}

function overlap(one: Period, other: Period): boolean {
  return one.fromMs < other.toMs && other.fromMs < one.toMs;
}

function first<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
