import type { EventSource } from '../mail-event.js';
import type { ComparedGroup, ComparedLine, Explained } from './comparison.js';
import { type Context, earlyDays, explanations } from './explanations.js';
import { type FigureRow, type Measure, measures } from './figures.js';
import type { Group } from './pair-rows.js';

/** What every group of a comparison is judged by. */
export interface GroupOptions {
  /** `2026-11-28`. */
  readonly today: string;
  /** What each side counts anywhere. */
  readonly counted: Readonly<Record<EventSource, ReadonlySet<Measure>>>;
}

/** The figures of both sides next to each other, with what explains each difference. */
export function comparedGroup({ day, issue, sides }: Group, { today, counted }: GroupOptions): ComparedGroup {
  const { altcraft, sendsay } = sides;
  const context: Context = {
    altcraft: altcraft.figures,
    sendsay: sendsay.figures,
    unsubscribeClicks: sendsay.unsubscribeClicks,
    uniqueSlack: (source, measure) => slackOf(sides[source].parts.map(({ figures }) => figures[measure] ?? 0)),
    isEarly: [...altcraft.parts, ...sendsay.parts].some((part) => isEarly(part.day, today)),
  };
  const nameOf = ({ issue: name, issueId }: FigureRow): string => name || issueId;
  return {
    day,
    issue,
    issues: { altcraft: distinct(altcraft.parts.map(nameOf)), sendsay: distinct(sendsay.parts.map(nameOf)) },
    lines: measures.flatMap(
      (measure) =>
        lineOf(measure, context, (source) => sides[source].parts.length === 0 && counted[source].has(measure)) ?? [],
    ),
  };
}

export function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** What a sum of unique figures may be above the true one. */
function slackOf(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + part, 0) - parts.reduce((most, part) => Math.max(most, part), 0);
}

function isEarly(day: string, today: string): boolean {
  return (Date.parse(today) - Date.parse(day)) / 86_400_000 < earlyDays;
}

/** A side without any row in the group has none of what it counts otherwise (`isNone`): zero, not unknown. */
function lineOf(
  measure: Measure,
  context: Context,
  isNone: (source: EventSource) => boolean,
): ComparedLine | undefined {
  const figureOf = (source: EventSource): number | undefined =>
    context[source][measure] ?? (isNone(source) ? 0 : undefined);
  const [altcraft, sendsay] = [figureOf('altcraft'), figureOf('sendsay')];
  if (altcraft === undefined && sendsay === undefined) return undefined;
  if (altcraft === undefined || sendsay === undefined)
    return { measure, altcraft, sendsay, difference: undefined, explained: [], possible: [], unexplained: 0 };
  const difference = sendsay - altcraft;
  return { measure, altcraft, sendsay, difference, ...explain(measure, difference, context) };
}

/** Lets each explanation cover what it can, in turn. */
function explain(
  measure: Measure,
  difference: number,
  context: Context,
): Pick<ComparedLine, 'explained' | 'possible' | 'unexplained'> {
  const explained: Explained[] = [];
  const possible: string[] = [];
  let open = difference;
  for (const { id, measures: its, cover } of explanations) {
    const found = its === 'all' || its.includes(measure) ? cover(measure, context) : undefined;
    if (found === undefined) continue;
    if (found.atMost === 'unbounded') {
      if (moreOf(open) === found.more) possible.push(id);
      continue;
    }
    const isExact = found.exact === true;
    const applies = isExact || (open !== 0 && (found.more === 'either' || found.more === moreOf(open)));
    const events = isExact ? found.atMost : Math.min(Math.abs(open), found.atMost);
    if (!applies || events === 0) continue;
    explained.push({ id, events, weight: found.weight });
    open -= (found.more === 'either' ? Math.sign(open) : found.more === 'sendsay' ? 1 : -1) * events;
  }
  return { explained, possible, unexplained: Math.abs(open) };
}

function moreOf(open: number): EventSource | undefined {
  return open === 0 ? undefined : open > 0 ? 'sendsay' : 'altcraft';
}
