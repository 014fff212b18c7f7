import { recipientKey } from '../identity.js';
import type { EventSource, MailEvent } from '../mail-event.js';
import { dayAt } from './cells.js';
import { type CountOptions, type EventTally, measuresOf } from './count-events.js';
import type { Measure } from './figures.js';
import type { Days } from './requests.js';

/** A recipient of whom the sides tell differently. */
export interface RecipientDifference {
  readonly measure: Measure;
  readonly recipient: string;
  readonly altcraft: number;
  readonly sendsay: number;
}

export interface RecipientCounter {
  readonly tallyOf: (source: EventSource) => EventTally;
  /** In the order in which they were first told of. Undefined: there are more recipients than are kept in memory. */
  readonly differences: () => readonly RecipientDifference[] | undefined;
}

/** Beyond so many, `stats reconcile` answers, which sorts on disk. */
const mostRecipients = 500_000;

type Counts = Record<EventSource, number>;

/** Counts by recipient what is not explained, of events within the days; clicks on unsubscribe links are explained. */
export function recipientCounter(
  measures: readonly Measure[],
  days: Days,
  { zoneMs, unsubscribes }: Omit<CountOptions, 'source'>,
): RecipientCounter {
  const counts = new Map(measures.map((measure) => [measure, new Map<string, Counts>()]));
  let kept = 0;
  const isIn = (atMs: number): boolean => {
    const day = dayAt(atMs, zoneMs);
    return day >= days.firstDay && day <= days.lastDay;
  };
  const add = (source: EventSource, event: MailEvent, times: number): void => {
    const { kind, atMs, recipient, link, isTest } = event;
    if (isTest || recipient === undefined || atMs === undefined || !isIn(atMs)) return;
    if (kind === 'click' && source === 'sendsay' && link !== undefined && unsubscribes(link)) return;
    for (const measure of measuresOf[kind] ?? []) {
      const recipients = counts.get(measure);
      if (recipients === undefined || kept > mostRecipients) continue;
      const key = recipientKey(recipient);
      const known = recipients.get(key);
      if (known === undefined) kept += 1;
      const count = known ?? { altcraft: 0, sendsay: 0 };
      count[source] += times;
      recipients.set(key, count);
    }
  };
  return {
    tallyOf: (source) => ({ add: (event, times = 1) => add(source, event, times), rows: () => [], undated: () => 0 }),
    differences: () => {
      if (kept > mostRecipients) return undefined;
      return [...counts].flatMap(([measure, recipients]) =>
        [...recipients].flatMap(([recipient, { altcraft, sendsay }]) =>
          altcraft === sendsay ? [] : [{ measure, recipient, altcraft, sendsay }],
        ),
      );
    },
  };
}
