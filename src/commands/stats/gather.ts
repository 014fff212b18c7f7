import { usageError } from '../../errors.js';
import { type EventSource, eventSources } from '../../events/index.js';
import {
  type Days,
  type EventTally,
  type Measure,
  type RecipientDifference,
  recipientCounter,
  type SideFigures,
  statUniSelect,
  withClicks,
} from '../../events/statistics/index.js';
import { inputName } from '../../relay/input-name.js';
import type { OpenedExport } from '../../world/statistics/statistics-room.js';
import type { World } from '../../world/world.js';
import { openStore } from '../events/setup.js';
import type { ApiCall } from './apis.js';
import { clickReader } from './click-reader.js';
import type { StatisticsSetup } from './setup.js';
import { type SideReader, sideReader } from './side-reader.js';
import type { SourceReader } from './source-reader.js';

/** What is to be read: files, folders that are stores of events, and `api`. */
export interface Wanted {
  /** For the word `api`; undefined where it is not among the sources. */
  readonly call: ApiCall | undefined;
  readonly sources: Readonly<Record<EventSource, readonly string[]>>;
  /** Sendsay's clicks one by one. */
  readonly clicks: readonly string[];
}

export interface Gathered {
  readonly sides: Readonly<Record<EventSource, SideFigures>>;
  /** Events that have no time, by side. */
  readonly undated: Readonly<Record<EventSource, number>>;
  /** Events that several sources have, by side; each was counted once. */
  readonly copies: Readonly<Record<EventSource, number>>;
}

/** Who wants the events of a store: a reader, and of which side. */
interface Listener {
  readonly source: EventSource;
  readonly reader: SourceReader;
}

/** Reads everything, a store that several ask for once. Throws `bad-input`, `input-missing`. */
export async function gather(
  { sources, clicks: clickOrigins, call }: Wanted,
  setup: StatisticsSetup,
  world: World,
): Promise<Gathered> {
  const readers = await readersOf(sources, setup, world);
  const sides = { altcraft: readers('altcraft'), sendsay: readers('sendsay') };
  const isCopy = clickOrigins.length > 1 ? (await world.events()).copyFinder() : undefined;
  const clicks = clickReader({ source: 'sendsay', ...setup, isCopy }, setup.events.mappings.sendsay);
  await readAll(
    [
      { source: 'altcraft', reader: sides.altcraft, origins: sources.altcraft },
      { source: 'sendsay', reader: sides.sendsay, origins: sources.sendsay },
      { source: 'sendsay', reader: clicks, origins: clickOrigins },
    ],
    { call, setup, world },
  );
  const altcraft = sides.altcraft.finish(sources.altcraft.map(inputName));
  const sendsay = sides.sendsay.finish([...sources.sendsay, ...clickOrigins].map(inputName));
  const seen = clicks.finish();
  const { mask } = await world.statistics();
  return {
    sides: {
      altcraft: masked(altcraft.side, mask),
      sendsay: masked(seen === undefined ? sendsay.side : withClicks(sendsay.side, seen), mask),
    },
    undated: { altcraft: altcraft.undated, sendsay: sendsay.undated },
    copies: { altcraft: altcraft.copies, sendsay: sendsay.copies },
  };
}

/** More in a list are for a program, and `stats reconcile` is the better one. */
const mostDifferences = 1_000;

/**
 * Of whom the sides tell differently, where both tell of single events: a second reading, of what is not explained alone. Undefined where
 * that cannot be said.
 */
export async function differingRecipients(
  { sources, call }: Wanted,
  { days, measures }: { readonly days: Days; readonly measures: readonly Measure[] },
  setup: StatisticsSetup,
  world: World,
): Promise<readonly RecipientDifference[] | undefined> {
  const { canReadAgain } = await world.statistics();
  const isOnce = (origin: string): boolean => origin === 'api' || !(isDatabase(origin) || canReadAgain(origin));
  if ([...sources.altcraft, ...sources.sendsay].some(isOnce)) return undefined;
  const counter = recipientCounter(measures, days, setup);
  const readers = await readersOf(sources, setup, world);
  const reader = (source: EventSource) => ({
    source,
    reader: readers(source, counter.tallyOf(source)),
    origins: sources[source],
  });
  await readAll([reader('altcraft'), reader('sendsay')], { call, setup, world });
  return counter.differences()?.slice(0, mostDifferences);
}

interface Reading {
  readonly call: ApiCall | undefined;
  readonly setup: StatisticsSetup;
  readonly world: World;
}

/** Reads the sources of each listener, a store that several ask for once. */
async function readAll(
  listeners: readonly (Listener & { readonly origins: readonly string[] })[],
  { call, setup, world }: Reading,
): Promise<void> {
  const stores = new Map<string, Listener[]>();
  for (const { origins, ...listener } of listeners)
    for (const origin of origins)
      if (origin === 'api') await readApi(call, listener, setup, world);
      else if ((await readFile(origin, listener.reader, world)) === 'store')
        stores.set(origin, [...(stores.get(origin) ?? []), listener]);
  for (const [folder, ours] of stores) await readStore(folder, ours, world);
}

/** An API may put the token that it was given into a name. */
function masked(side: SideFigures, mask: (text: string) => string): SideFigures {
  if (!side.origins.includes('api')) return side;
  return { ...side, rows: side.rows.map((row) => ({ ...row, issue: mask(row.issue), issueId: mask(row.issueId) })) };
}

/** Exports, and pages of an API, may overlap. */
async function readersOf(
  sources: Wanted['sources'],
  setup: StatisticsSetup,
  world: World,
): Promise<(source: EventSource, tally?: EventTally) => SideReader> {
  const isSeveral = (source: EventSource): boolean => sources[source].length > 1 || sources[source].includes('api');
  const room = eventSources.some(isSeveral) ? await world.events() : undefined;
  const select = setup.settings.sendsay.select ?? statUniSelect;
  return (source, tally) => {
    const { columns } = setup.settings[source];
    const mapping = setup.events.mappings[source];
    const isCopy = isSeveral(source) ? room?.copyFinder() : undefined;
    return sideReader({ ...setup, source, columns, select, mapping, isCopy }, tally);
  };
}

function isDatabase(origin: string): boolean {
  return origin.startsWith('clickhouse:');
}

async function readFile(origin: string, reader: SourceReader, world: World): Promise<'read' | 'store'> {
  if (isDatabase(origin)) return 'store';
  const opened = await (await world.statistics()).open(origin);
  if (opened.kind === 'folder') return 'store';
  if (opened.kind === 'csv') await readCsv(inputName(origin), opened, reader, world);
  else for await (const value of opened.values) reader.addValue(value);
  return 'read';
}

async function readApi(
  call: ApiCall | undefined,
  { source, reader }: Listener,
  setup: StatisticsSetup,
  world: World,
): Promise<void> {
  if (call === undefined) throw usageError('The source api needs a period.', 'Add --since <day> and --until <day>.');
  const { altcraftReplies, sendsayReplies } = await import('./apis.js');
  const replies =
    source === 'altcraft' ? altcraftReplies(call, setup, world) : sendsayReplies(reader.wants, call, setup, world);
  for await (const reply of replies) reader.addValue(reply);
}

async function readCsv(
  origin: string,
  { header, rows, lastLine, close }: Extract<OpenedExport, { kind: 'csv' }>,
  reader: SourceReader,
  { talk }: World,
): Promise<void> {
  try {
    const take = reader.csvReader(origin, header);
    let last = 1;
    for await (const portion of rows)
      for (const { number, cells } of portion) {
        take(cells, `Row ${number} of ${origin}`);
        last = number;
      }
    if (lastLine() === 'open')
      talk.warn(
        `${origin} does not end with a newline: if the export was truncated, the last value of row ${last} is incomplete.`,
      );
  } finally {
    await close();
  }
}

async function readStore(folder: string, listeners: readonly Listener[], world: World): Promise<void> {
  const store = await openStore(folder, world);
  const [only, ...others] = listeners;
  for await (const { first } of store.batches({ source: others.length === 0 ? only?.source : undefined }))
    for (const event of first)
      for (const { source, reader } of listeners) if (event.source === source) reader.addEvent(event);
}
