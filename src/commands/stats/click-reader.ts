import { type MailEvent, type Mapping, type RawEvent, readEvent } from '../../events/index.js';
import {
  type CountOptions,
  clickSelect,
  eventTally,
  readReply,
  type SeenClicks,
} from '../../events/statistics/index.js';
import { expectWidth, type SideOptions, timesIn } from './side-reader.js';
import { badInput, type SourceReader } from './source-reader.js';

export interface ClickReader extends SourceReader {
  /** Undefined where no click with a link was seen. Throws `bad-input` where some clicks are of the sending's day and others of their own. */
  readonly finish: () => SeenClicks | undefined;
}

/** Reads Sendsay's clicks one by one: from a store, or from rows of `stat.uni` as `clickSelect` asks for them. */
export function clickReader(options: CountOptions & Pick<SideOptions, 'isCopy'>, mapping: Mapping): ClickReader {
  const tallies = { sending: eventTally(options), event: eventTally(options) };
  const add = (dayOf: SeenClicks['dayOf'], event: MailEvent, times: number): void => {
    if (event.source !== 'sendsay' || event.kind !== 'click') return;
    // Rows of a reply may be alike: they have neither id nor recipient.
    if (dayOf === 'sending' || !options.isCopy?.(event)) tallies[dayOf].add(event, times);
  };
  return {
    wants: 'clicks',
    csvReader: (origin) => {
      throw badInput(
        `${origin} is a CSV, but --clicks needs an event store or a saved reply of stat.uni.`,
        'See: akrelay help statistics',
      );
    },
    addValue: ({ place, value }) => {
      const reply = readReply(value, 'sendsay');
      if (reply.kind === 'wrong')
        throw badInput(`${place} ${reply.why}.`, 'Save the reply again, or see: akrelay help statistics');
      if (reply.kind === 'events')
        for (const [at, raw] of reply.raws.entries()) add('event', readEvent(raw, mapping), timesIn(raw, place, at));
      else
        for (const [at, cells] of reply.rows.entries()) {
          const where = `Row ${at + 1} of ${place}`;
          expectWidth(cells, clickSelect, where);
          const raw = clickOf(cells);
          add('sending', readEvent(raw, mapping), timesIn(raw, where));
        }
    },
    addEvent: (event) => add('event', event, 1),
    finish: () => {
      const [sending, event] = [tallies.sending.rows(), tallies.event.rows()];
      if (sending.length > 0 && event.length > 0)
        throw badInput(
          'The clicks come from both replies and events, so they would count twice.',
          'Use only one of them for --clicks.',
        );
      const [rows, dayOf] = sending.length > 0 ? [sending, 'sending' as const] : [event, 'event' as const];
      return rows.some(({ unsubscribeClicks }) => unsubscribeClicks !== undefined) ? { rows, dayOf } : undefined;
    },
  };
}

/** The day is that of the issue, as in the figures of the issue. */
function clickOf([issue = '', day = '', link = '', count = '']: readonly string[]): RawEvent {
  return { event: 'click', 'click.issue.id': issue, 'click.dt': day, 'click.link.url': link, count };
}
