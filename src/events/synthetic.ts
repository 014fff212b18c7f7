import type { EventSource } from './mail-event.js';

export const scenarios = [
  'delivery',
  'bounce-burst',
  'duplicate',
  'out-of-order',
  'json-stream',
  'dotted',
  'broken',
  'large',
  'slow',
] as const;
export type Scenario = (typeof scenarios)[number];

/** What each does, for help. */
export const scenarioWords: Readonly<Record<Scenario, string>> = {
  delivery: 'one delivery',
  'bounce-burst': '200 hard bounces in one body',
  duplicate: 'the same body twice',
  'out-of-order': 'a click, then an open, then the delivery that came first',
  'json-stream': "objects one after another, Sendsay's second format",
  dotted: 'field names in the other notation: gate.uniq for Sendsay, event for Altcraft',
  broken: 'a truncated body, which must be refused',
  large: '2,500 events in 10 MB',
  slow: 'a body that takes 3 seconds to arrive',
};

/** One request of a scenario. */
export interface SyntheticCall {
  readonly scenario: Scenario;
  /** From 1. */
  readonly call: number;
  readonly body: string;
  readonly slowMs: number | undefined;
  readonly expected: 'taken' | 'refused';
}

/** What the made-up events say. */
export interface SyntheticSeed {
  readonly source: EventSource;
  /** Goes into every event, so that each run's can be distinguished. */
  readonly token: string;
  readonly recipient: string;
  readonly nowMs: number;
}

/** The requests of a scenario, in order; none where the provider has no such thing. */
export function syntheticCalls(scenario: Scenario, seed: SyntheticSeed): readonly SyntheticCall[] {
  const event = (number: number, what: What = 'delivered'): object => events[seed.source]({ ...seed, number, what });
  const body = (...list: readonly object[]): string =>
    JSON.stringify(seed.source === 'sendsay' ? { events: list } : list);
  const call = (text: string, more: Partial<SyntheticCall> = {}): SyntheticCall => ({
    scenario,
    call: 1,
    body: text,
    slowMs: undefined,
    expected: 'taken',
    ...more,
  });
  const made: Readonly<Record<Scenario, () => readonly SyntheticCall[]>> = {
    delivery: () => [call(body(event(1)))],
    'bounce-burst': () => [call(body(...numbered(200, (n) => event(1_000 + n, 'bounced'))))],
    duplicate: () => [call(body(event(2))), call(body(event(2)))],
    'out-of-order': () => [call(body(event(5, 'clicked'))), call(body(event(4, 'opened'))), call(body(event(3)))],
    'json-stream': () =>
      seed.source === 'sendsay' ? [call(numbered(3, (n) => JSON.stringify(event(10 + n))).join('\n'))] : [],
    dotted: () => [call(body(otherNames(event(20))))],
    broken: () => [call(body(event(30)).slice(0, -12), { expected: 'refused' })],
    large: () => [call(body(...numbered(2_500, (n) => ({ ...event(2_000 + n), note: 'x'.repeat(3_800) }))))],
    slow: () => [call(body(event(40)), { slowMs: 3_000 })],
  };
  return made[scenario]().map((one, i) => ({ ...one, call: i + 1 }));
}

function numbered<Item>(count: number, make: (number: number) => Item): Item[] {
  return Array.from({ length: count }, (_, i) => make(i + 1));
}

type What = 'delivered' | 'bounced' | 'opened' | 'clicked';

interface Made extends SyntheticSeed {
  readonly number: number;
  readonly what: What;
}

const link = 'https://example.com/akrelay-test';

/** Within the last hundred seconds, in the order of the numbers: nothing happens in the future. */
function happenedAt(nowMs: number, number: number): number {
  return nowMs - 100_000 + (number % 100) * 1_000;
}

/** Sendsay documents the list `events` and `gate.uniq`; its other names are inferred from its API, and so are these. */
function sendsayEvent({ token, recipient, nowMs, number, what }: Made): object {
  const dt = new Date(happenedAt(nowMs, number) + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const common = {
    gate: { uniq: `${token}-${number}` },
    member: { email: recipient },
    issue: { name: 'akrelay-test' },
  };
  const kinds: Readonly<Record<What, object>> = {
    delivered: { event: 'delivery', deliv: { status: '1', dt } },
    bounced: { event: 'delivery', deliv: { status: '-1', msg: '550 5.1.1 No such user (akrelay test)', dt } },
    opened: { event: 'open', read: { dt } },
    clicked: { event: 'click', click: { link: { url: link }, dt } },
  };
  return { ...kinds[what], ...common };
}

/** As Altcraft documents its Action Hooks. */
function altcraftEvent({ token, recipient, nowMs, number, what }: Made): object {
  const words: Readonly<Record<What, string>> = {
    delivered: 'deliv',
    bounced: 'hbounce',
    opened: 'open',
    clicked: 'click',
  };
  return {
    event_type: words[what],
    event_date: new Date(happenedAt(nowMs, number)).toISOString(),
    profile_id: `${token}-${number}`,
    is_test: true,
    custom_data: { letter_id: `${token}-${number}` },
    event_data: { campaign_id: 1, ...(what === 'clicked' ? { link_url: link } : {}) },
    subscription: [{ email: recipient }],
  };
}

const events: Readonly<Record<EventSource, (made: Made) => object>> = {
  sendsay: sendsayEvent,
  altcraft: altcraftEvent,
};

/** Nested names flat, `event_type` as `event`. */
function otherNames(event: object): object {
  const flat = Object.entries(event).flatMap(([name, value]) => {
    if (name === 'event_type') return [['event', value]];
    return ['gate', 'deliv', 'member', 'issue'].includes(name)
      ? Object.entries(value as object).map(([inner, held]) => [`${name}.${inner}`, held])
      : [[name, value]];
  });
  return Object.fromEntries(flat);
}
