import type { AkrelayError } from '../../errors.js';
import { type EventSource, type MailEvent, type Mapping, type RawEvent, readEvent } from '../../events/index.js';
import {
  type ColumnField,
  type ColumnNames,
  type CountOptions,
  type EventTally,
  eventTally,
  type FigureRow,
  figuresOf,
  figureTable,
  type Measure,
  meanings,
  planColumns,
  readReply,
  rowReader,
  type SideFigures,
  sideNames,
  timesOf,
} from '../../events/statistics/index.js';
import { badInput, type SourceReader } from './source-reader.js';

export interface SideOptions extends CountOptions {
  readonly zone: string;
  readonly columns: ColumnNames;
  /** Of the rows of a saved reply of `stat.uni`. */
  readonly select: readonly string[];
  readonly mapping: Mapping;
  /** Whether another source had the event; undefined where there is one source. */
  readonly isCopy: ((event: MailEvent) => boolean) | undefined;
}

export interface FinishedSide {
  readonly side: SideFigures;
  /** Events that have no time. */
  readonly undated: number;
  /** Events that came from several sources, or pages of an API; each was counted once. */
  readonly copies: number;
}

export interface SideReader extends SourceReader {
  readonly finish: (origins: readonly string[]) => FinishedSide;
}

type ReadRow = (cells: readonly string[], place: string) => void;

/** Makes the figures of one side of all that its sources say. */
export function sideReader(options: SideOptions, tally: EventTally = eventTally(options)): SideReader {
  const { source, mapping, select, zone, isCopy } = options;
  const table = figureTable();
  const takeFigures = figureTaker(options, table.add);
  let copies = 0;
  const addEvent = (event: MailEvent, times = 1): void => {
    if (isCopy?.(event)) copies += 1;
    else tally.add(event, times);
  };
  const addRaw = (raw: RawEvent, place: string, at?: number): void =>
    addEvent(readEvent(raw, mapping), timesIn(raw, place, at));
  // Of a row only some columns are read: without an id, two that are alike may be two events.
  const addRow = (raw: RawEvent, place: string): void => {
    const event = readEvent(raw, mapping);
    if (event.ids.event === undefined) tally.add(event, timesIn(raw, place));
    else addEvent(event, timesIn(raw, place));
  };
  let replyRows: { readonly origin: string; readonly take: ReadRow } | undefined;
  return {
    wants: 'figures',
    csvReader: (origin, titles) =>
      isOfEvents(titles, mapping) ? eventRows(titles, mapping, addRow) : takeFigures(origin, titles),
    addValue: ({ place, value }) => {
      const reply = readReply(value, source);
      if (reply.kind === 'wrong')
        throw badInput(`${place} ${reply.why}.`, 'Save the reply again, or see: akrelay help statistics');
      if (reply.kind === 'events') {
        for (const [at, raw] of reply.raws.entries()) addRaw(raw, place, at);
        return;
      }
      if (replyRows?.origin !== place) replyRows = { origin: place, take: takeFigures(place, select) };
      for (const [at, cells] of reply.rows.entries()) {
        const where = `Row ${at + 1} of ${place}`;
        expectWidth(cells, select, where);
        replyRows.take(cells, where);
      }
    },
    addEvent,
    finish: (origins) => {
      const [figures, events] = [table.rows(), tally.rows()];
      if (figures.length > 0 && events.length > 0) throw mixed(source);
      const side: SideFigures =
        events.length > 0
          ? { source, origins, rows: events, dayOf: 'event', zone }
          : { source, origins, rows: figures, dayOf: 'sending', zone: takeFigures.zone() };
      return { side, undated: tally.undated(), copies };
    },
  };
}

/** Rows of single events have a column for what happened, and one for when. */
function isOfEvents(titles: readonly string[], { fields }: Mapping): boolean {
  const has = (names: readonly string[]): boolean => titles.some((title) => names.includes(title.trim()));
  return has(fields.kind) && has(fields.time);
}

/** Rows of single events. Cells that nothing is read from are left out: of a million rows that takes half the time. */
function eventRows(
  titles: readonly string[],
  { fields }: Mapping,
  add: (raw: RawEvent, place: string) => void,
): ReadRow {
  const known = new Set([...Object.values(fields).flat(), 'count']);
  const columns = titles.map((title, at) => ({ title: title.trim(), at })).filter(({ title }) => known.has(title));
  return (cells, place) => {
    const raw: Record<string, string | undefined> = {};
    for (const { title, at } of columns) raw[title] = cells[at];
    add(raw, place);
  };
}

interface FigureTaker {
  (origin: string, titles: readonly string[]): ReadRow;
  readonly zone: () => string | undefined;
}

function figureTaker({ source, columns }: SideOptions, add: (row: FigureRow) => void): FigureTaker {
  const seen = new Map<string, string>();
  const zones = new Map<string | undefined, string>();
  let before: { readonly origin: string; readonly figures: readonly Measure[] } | undefined;
  const taker = (origin: string, titles: readonly string[]): ReadRow => {
    const reading = planColumns(titles, source, columns);
    if (reading.kind === 'lacking') throw lacking(source, origin, titles, reading.missing);
    if (reading.kind === 'several') throw several(source, origin, reading.field, reading.titles);
    const figures = figuresOf(reading.plan);
    if (before !== undefined) expectSameFigures(before, { origin, figures });
    before ??= { origin, figures };
    const read = rowReader(reading.plan, titles);
    return (cells, place) => {
      const found = read(cells);
      if (found.kind === 'unreadable') throw badInput(`${place} ${found.why}.`, found.fix);
      if (!zones.has(found.zone)) zones.set(found.zone, place);
      if (zones.size > 1) throw severalZones(zones);
      expectOnce(seen, found.row, origin);
      add(found.row);
    };
  };
  return Object.assign(taker, { zone: () => [...zones.keys()][0] });
}

/** How many events a row stands for, the one at `at` of a reply. Throws `bad-input` where its count is not a number. */
export function timesIn(raw: RawEvent, place: string, at?: number): number {
  const times = timesOf(raw);
  if (times !== undefined) return times;
  const where = at === undefined ? place : `Row ${at + 1} of ${place}`;
  const count = String(raw['count']).slice(0, 60);
  throw badInput(`${where} has '${count}' as its count, which is not a whole number.`, 'Export it again.');
}

export function expectWidth(cells: readonly string[], select: readonly string[], place: string): void {
  if (cells.length === select.length) return;
  throw badInput(
    `${place} has ${cells.length} values, but the request has ${select.length}: ${select.join(', ')}.`,
    'A saved reply does not contain its select: set it in the config, statistics.sendsay.select',
  );
}

function lacking(
  source: EventSource,
  origin: string,
  titles: readonly string[],
  missing: readonly string[],
): AkrelayError {
  const other = source === 'altcraft' ? 'sendsay' : 'altcraft';
  const isOfOther = planColumns(titles, other, {}).kind !== 'lacking';
  const found = titles.map((title) => `'${title.trim()}'`).join(', ');
  return badInput(
    `${origin} has no column for ${missing.join(' and no column for ')}. Its columns: ${found.length > 500 ? `${found.slice(0, 499)}…` : found}.`,
    isOfOther
      ? `These are the columns of ${sideNames[other]}: give this file with --${other}.`
      : `Export it with such a column, or name yours under statistics.${source}.columns in the config: akrelay help statistics`,
  );
}

function several(source: EventSource, origin: string, field: ColumnField, titles: readonly string[]): AkrelayError {
  const what = { day: 'the day', issue: 'the issue', issueId: 'the id of the issue' }[field as string];
  const found = titles.map((title) => `'${title}'`).join(', ');
  return badInput(
    `${origin} has several columns for ${what ?? meanings[field as Measure].title}: ${found}.`,
    `Export it with one of them, or name that one under statistics.${source}.columns in the config: akrelay help statistics`,
  );
}

/** "None stated" is a zone of its own: nobody knows which. */
function severalZones(zones: ReadonlyMap<string | undefined, string>): AkrelayError {
  const said = [...zones].map(([zone, place]) => `${zone ?? 'none'} (${place})`);
  return badInput(
    `The days are in more than one time zone: ${said.join(', ')}.`,
    'Export everything in the same time zone.',
  );
}

/** A sum of what only one of them has would be compared with all of the other side. */
function expectSameFigures(...[one, other]: readonly { origin: string; figures: readonly Measure[] }[]): void {
  for (const [has, lacks] of [
    [one, other],
    [other, one],
  ]) {
    const missing = has?.figures.find((measure) => !lacks?.figures.includes(measure));
    if (missing === undefined) continue;
    throw badInput(
      `${lacks?.origin} has no column for ${meanings[missing].title}, but ${has?.origin} has one.`,
      'Export both with the same columns.',
    );
  }
}

/** Two exports may overlap; one export may have an issue twice, sent in two parts. */
function expectOnce(seen: Map<string, string>, { issue, issueId, day }: FigureRow, origin: string): void {
  const key = JSON.stringify([issue, issueId, day]);
  const other = seen.get(key) ?? origin;
  seen.set(key, other);
  if (other === origin) return;
  throw badInput(
    `Both ${other} and ${origin} have the issue '${issue || issueId}' of ${day}.`,
    'Use exports with periods that do not overlap.',
  );
}

function mixed(source: EventSource): AkrelayError {
  return badInput(
    `The sources of ${sideNames[source]} contain both figures and single events, which would count twice.`,
    'Use only one of them. Give single clicks with --clicks.',
  );
}
