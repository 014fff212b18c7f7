import { type EventSource, eventSources } from '../mail-event.js';
import { altcraftInaccuracy, type Context, earlyDays, explanations, inaccuracy, type Weight } from './explanations.js';
import { type FigureRow, type Measure, measures, type SideFigures } from './figures.js';
import { type Group, pairRows, type Sides } from './pair-rows.js';
import { hasFigures } from './with-clicks.js';

/** So many events of a difference have this cause. */
export interface Explained {
  /** Of the explanation. */
  readonly id: string;
  readonly events: number;
  readonly weight: Weight;
}

/** One measure, on both sides. */
export interface ComparedLine {
  readonly measure: Measure;
  /** Undefined: that side does not count it. */
  readonly altcraft: number | undefined;
  readonly sendsay: number | undefined;
  /** Sendsay less Altcraft; undefined unless both count it. */
  readonly difference: number | undefined;
  readonly explained: readonly Explained[];
  /** Documented causes of which nothing says how much they cover: they cover nothing. */
  readonly possible: readonly string[];
  /** What no explanation covers. Of a sum it is the sum of the parts, so that more here and less there do not cancel out. */
  readonly unexplained: number;
}

export interface ComparedGroup extends Pick<Group, 'day' | 'issue'> {
  /** Names of the issues that were added up. */
  readonly issues: Readonly<Record<EventSource, readonly string[]>>;
  readonly lines: readonly ComparedLine[];
}

/** Days that only one side has figures of: they are not compared. */
export interface LeftOut {
  readonly source: EventSource;
  readonly rows: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

export interface Comparison {
  /** Days, both included; undefined where a side has no figures at all. */
  readonly period: { readonly firstDay: string; readonly lastDay: string } | undefined;
  /** `rows`: how many there are within the period. */
  readonly sides: Readonly<Record<EventSource, Omit<SideFigures, 'rows'> & { readonly rows: number }>>;
  readonly leftOut: readonly LeftOut[];
  /** The whole period: one for each measure that a side has. */
  readonly totals: readonly ComparedLine[];
  readonly groups: readonly ComparedGroup[];
  readonly verdict: Verdict;
}

/** `early`: all that is not explained otherwise lies on days whose figures are not final. `unknown`: nothing can be compared. */
export type Verdict = 'explained' | 'unexplained' | 'early' | 'unknown';

export interface CompareOptions {
  /** What may stay unexplained, in per cent of the larger figure. */
  readonly tolerancePercent: number;
  /** The day on which it is compared, `2026-11-28`. */
  readonly today: string;
  /** Asked for; the first and the last day. Undefined: what both sides have. */
  readonly firstDay: string | undefined;
  readonly lastDay: string | undefined;
}

export type CompareResult =
  | { readonly kind: 'compared'; readonly comparison: Comparison }
  /** Both have figures, and of no day in common. */
  | { readonly kind: 'apart'; readonly days: Readonly<Record<EventSource, readonly [string, string]>> };

/** Puts both sides next to each other, and says which part of each difference has a documented cause. */
export function compareFigures(sides: Sides, options: CompareOptions): CompareResult {
  const spans = { altcraft: spanOf(sides.altcraft.rows), sendsay: spanOf(sides.sendsay.rows) };
  const firstDay = options.firstDay ?? latest(spans.altcraft?.[0], spans.sendsay?.[0]);
  const lastDay = options.lastDay ?? earliest(spans.altcraft?.[1], spans.sendsay?.[1]);
  const { altcraft, sendsay } = spans;
  if (altcraft !== undefined && sendsay !== undefined && firstDay > lastDay)
    return { kind: 'apart', days: { altcraft, sendsay } };
  const isIn = (row: FigureRow): boolean => row.day >= firstDay && row.day <= lastDay;
  const inPeriod = { altcraft: sides.altcraft.rows.filter(isIn), sendsay: sides.sendsay.rows.filter(isIn) };
  const isWanted = (side: SideFigures, other: EventSource) => {
    const names = new Set(inPeriod[other].flatMap(({ issue, issueId }) => [issue, issueId]));
    return (row: FigureRow): boolean => isIn(row) || isLate(row, side, sides[other], { lastDay, names });
  };
  const within = {
    altcraft: clipped(sides.altcraft, isWanted(sides.altcraft, 'sendsay')),
    sendsay: clipped(sides.sendsay, isWanted(sides.sendsay, 'altcraft')),
  };
  const isEmpty = eventSources.some((source) => !within[source].rows.some(hasFigures));
  const groups = isEmpty ? [] : pairRows(within).map((group) => comparedGroup(group, options.today));
  const totals = measures.flatMap((measure) => totalOf(measure, groups) ?? []);
  const comparison: Comparison = {
    period: isEmpty ? undefined : { firstDay, lastDay },
    sides: { altcraft: countedRows(within.altcraft), sendsay: countedRows(within.sendsay) },
    leftOut: eventSources.flatMap((source) => leftOut(source, without(sides[source].rows, within[source].rows))),
    totals,
    groups,
    verdict: verdictOf(totals, options.tolerancePercent),
  };
  return { kind: 'compared', comparison };
}

/** Where the other side counts by the day of sending, what came after the period belongs to an issue of it too, and so does a click. */
function isLate(
  row: FigureRow,
  side: SideFigures,
  other: SideFigures,
  { lastDay, names }: { readonly lastDay: string; readonly names: ReadonlySet<string> },
): boolean {
  if (side.dayOf === 'either' && !hasFigures(row)) return true;
  if (side.dayOf !== 'event' || other.dayOf === 'event' || row.day <= lastDay) return false;
  return [row.issue, row.issueId].some((name) => name !== '' && names.has(name));
}

function without(rows: readonly FigureRow[], kept: readonly FigureRow[]): FigureRow[] {
  const known = new Set(kept);
  return rows.filter((row) => !known.has(row));
}

function spanOf(rows: readonly FigureRow[]): readonly [string, string] | undefined {
  const days = rows
    .filter(hasFigures)
    .map(({ day }) => day)
    .sort();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? undefined : [first, last];
}

function latest(...days: readonly (string | undefined)[]): string {
  return known(days).at(-1) ?? '';
}

function earliest(...days: readonly (string | undefined)[]): string {
  return known(days)[0] ?? '9999';
}

function known(days: readonly (string | undefined)[]): string[] {
  return days.filter((day) => day !== undefined).sort();
}

function clipped(side: SideFigures, isIn: (row: FigureRow) => boolean): SideFigures {
  return { ...side, rows: side.rows.filter(isIn) };
}

function countedRows(side: SideFigures): Comparison['sides'][EventSource] {
  return { ...side, rows: side.rows.filter(hasFigures).length };
}

function leftOut(source: EventSource, rows: readonly FigureRow[]): LeftOut[] {
  const span = spanOf(rows);
  return span === undefined
    ? []
    : [{ source, rows: rows.filter(hasFigures).length, firstDay: span[0], lastDay: span[1] }];
}

function comparedGroup({ day, issue, sides }: Group, today: string): ComparedGroup {
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
    lines: measures.flatMap((measure) => lineOf(measure, context, { altcraft, sendsay }) ?? []),
  };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** What a sum of unique figures may be above the true one. */
function slackOf(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + part, 0) - parts.reduce((most, part) => Math.max(most, part), 0);
}

function isEarly(day: string, today: string): boolean {
  return (Date.parse(today) - Date.parse(day)) / 86_400_000 < earlyDays;
}

/** A side without any row in the group has none of what it counts otherwise: zero, not unknown. */
function lineOf(
  measure: Measure,
  context: Context,
  sides: Readonly<Record<EventSource, Group['sides'][EventSource]>>,
): ComparedLine | undefined {
  const figureOf = (source: EventSource): number | undefined =>
    context[source][measure] ?? (sides[source].parts.length === 0 ? 0 : undefined);
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

function totalOf(measure: Measure, groups: readonly ComparedGroup[]): ComparedLine | undefined {
  const lines = groups.flatMap((group) => group.lines.filter((line) => line.measure === measure));
  if (lines.length === 0) return undefined;
  const altcraft = sumOf(lines.map((line) => line.altcraft));
  const sendsay = sumOf(lines.map((line) => line.sendsay));
  const isOnBoth = lines.some(({ difference }) => difference !== undefined);
  const explained = new Map<string, Explained>();
  for (const one of lines.flatMap((line) => line.explained))
    explained.set(one.id, { ...one, events: one.events + (explained.get(one.id)?.events ?? 0) });
  const open = lines.reduce((sum, { unexplained }) => sum + unexplained, 0);
  const within = Math.min(open, Math.floor((altcraft ?? 0) * altcraftInaccuracy));
  if (within > 0) explained.set(inaccuracy.id, { id: inaccuracy.id, events: within, weight: 'documented' });
  return {
    measure,
    altcraft,
    sendsay,
    difference: isOnBoth && altcraft !== undefined && sendsay !== undefined ? sendsay - altcraft : undefined,
    explained: [...explained.values()],
    possible: distinct(lines.flatMap((line) => line.possible)),
    unexplained: open - within,
  };
}

function sumOf(parts: readonly (number | undefined)[]): number | undefined {
  return parts.every((part) => part === undefined)
    ? undefined
    : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

/** Whether more of a line is unexplained than is tolerated. */
export function isBeyond({ altcraft = 0, sendsay = 0, unexplained }: ComparedLine, tolerancePercent: number): boolean {
  return unexplained > Math.floor((Math.max(altcraft, sendsay) * tolerancePercent) / 100);
}

function verdictOf(totals: readonly ComparedLine[], tolerancePercent: number): Verdict {
  if (totals.every(({ difference }) => difference === undefined)) return 'unknown';
  if (totals.some((line) => isBeyond(line, tolerancePercent))) return 'unexplained';
  return totals.some(({ explained }) => explained.some(({ weight }) => weight === 'early')) ? 'early' : 'explained';
}
