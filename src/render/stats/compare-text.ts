import type { CompareStatistics } from '../../commands/stats/compare.js';
import {
  addDays,
  type ComparedGroup,
  type ComparedLine,
  type Comparison,
  earlyDays,
  explanations,
  inaccuracy,
  isBeyond,
  sideNames,
} from '../../events/statistics/index.js';

/** The answer in one sentence. */
export function headline({ verdict, period, totals, tolerancePercent, sides }: CompareStatistics): string {
  if (period === undefined) {
    const empty = Object.values(sides).filter(({ rows }) => rows === 0);
    const who = empty.map(({ source }) => sideNames[source]).join(' and ');
    return `CANNOT TELL: ${who} ${empty.length > 1 ? 'have' : 'has'} no figures for the period. Add a source with ${empty.map(({ source }) => `--${source}`).join(' and ')}, or change --since and --until.`;
  }
  const days = daysText(period);
  const beyond = totals.filter((line) => isBeyond(line, tolerancePercent));
  switch (verdict) {
    case 'explained':
      return `EXPLAINED: for ${days}, every difference has a documented cause${tolerancePercent > 0 ? `, or is within ${tolerancePercent} %` : ''}.`;
    case 'unexplained':
      return `NOT EXPLAINED: for ${days}, ${beyond.map(({ measure, unexplained }) => `${unexplained} ${words(measure, unexplained)}`).join(', ')}.`;
    case 'early':
      return `CANNOT TELL YET: for ${days}, some days are less than ${earlyDays} days old, so their figures can still change. Compare again on ${addDays(period.lastDay, earlyDays)}.`;
    case 'unknown':
      return `CANNOT TELL: for ${days}, the two sides have no figure in common.`;
  }
}

/** `uniqueOpens` as `unique opens`, one of them as `unique open`. */
function words(measure: string, count: number): string {
  const text = measure.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return count === 1 ? text.replace(/s$/, '') : text;
}

export function signed(difference: number): string {
  return difference > 0 ? `+${difference}` : String(difference);
}

/** "unsubscribes counted as clicks: 12, within …: 3"; empty where there is nothing to explain. */
export function coveredText({ explained }: ComparedLine): string {
  return explained.map(({ id, events }) => `${explanationOf(id).short}: ${events}`).join(', ');
}

export function explanationOf(id: string): { readonly short: string; readonly text: string; readonly source: string } {
  return explanations.find((one) => one.id === id) ?? inaccuracy;
}

/** An issue by its name; others together by their names, or how many they are. */
export function groupName({ issue, issues }: ComparedGroup): string {
  if (issue !== undefined) return issue;
  const named = (['altcraft', 'sendsay'] as const).filter((source) => issues[source].length > 0);
  const only = named.length === 1 ? ` (only in ${named.map((source) => sideNames[source])})` : '';
  return named.map((source) => namesOf(issues[source])).join(' and ') + only;
}

function namesOf(names: readonly string[]): string {
  const [first] = names;
  return names.length > 1 ? `${names.length} issues` : first || 'no name';
}

export function leftOutText({ source, reason, rows, firstDay, lastDay }: Comparison['leftOut'][number]): string {
  const what = rows === 1 ? '1 row' : `${rows} rows`;
  const why = reason === 'day' ? 'outside the period' : 'of issues sent on other days';
  return `Skipped, ${why}: ${what} of ${sideNames[source]}, ${daysText({ firstDay, lastDay })}.`;
}

function daysText({ firstDay, lastDay }: { readonly firstDay: string; readonly lastDay: string }): string {
  return firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`;
}

/** What to type about a difference that nothing explains; undefined where there is none. */
export function nextStep({ verdict, sides }: CompareStatistics): string | undefined {
  if (verdict !== 'unexplained') return undefined;
  return Object.values(sides).every(({ dayOf }) => dayOf === 'event')
    ? 'To see which messages differ, and the likely cause: akrelay stats reconcile'
    : 'To see which messages differ, receive the events of both sides: akrelay help reconcile';
}

export function originsText({ sides }: CompareStatistics): string {
  const from = (source: 'altcraft' | 'sendsay'): string => `${sideNames[source]}: ${sides[source].origins.join(', ')}`;
  return `${from('altcraft')}; ${from('sendsay')}.`;
}

/** What the reader of event sources should know: events without a day, and kinds that never came. */
export function* eventRemarks({ sides, undated, copies, totals }: CompareStatistics): Generator<string> {
  for (const source of ['altcraft', 'sendsay'] as const) {
    if (undated[source] > 0)
      yield `Skipped, without a time: ${eventsText(undated[source], source)}; set the field in the config, events.${source}.fields.time.`;
    if (copies[source] > 0) yield `Counted once, although found again: ${eventsText(copies[source], source)}.`;
    const isNever = ({ measure, [source]: figure }: ComparedLine): boolean =>
      measure === 'delivered' && figure === undefined;
    if (sides[source].dayOf === 'event' && totals.some(isNever))
      yield `${sideNames[source]}: no delivery events; check that the webhook sends them: akrelay check --webhook`;
  }
}

function eventsText(count: number, source: 'altcraft' | 'sendsay'): string {
  return `${count === 1 ? '1 event' : `${count} events`} of ${sideNames[source]}`;
}
