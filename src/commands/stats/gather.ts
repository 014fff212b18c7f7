import { usageError } from '../../errors.js';
import type { EventSource } from '../../events/index.js';
import { type SideFigures, statUniSelect, withClicks } from '../../events/statistics/index.js';
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
  const sides = { altcraft: readerOf('altcraft', setup), sendsay: readerOf('sendsay', setup) };
  const clicks = clickReader({ source: 'sendsay', ...setup }, setup.events.mappings.sendsay);
  const stores = new Map<string, Listener[]>();
  const readAll = async (origins: readonly string[], listener: Listener): Promise<void> => {
    for (const origin of origins)
      if (origin === 'api') await readApi(call, listener, setup, world);
      else if ((await readFile(origin, listener.reader, world)) === 'store')
        stores.set(origin, [...(stores.get(origin) ?? []), listener]);
  };
  for (const source of ['altcraft', 'sendsay'] as const)
    await readAll(sources[source], { source, reader: sides[source] });
  await readAll(clickOrigins, { source: 'sendsay', reader: clicks });
  for (const [folder, listeners] of stores) await readStore(folder, listeners, world);
  const altcraft = sides.altcraft.finish(sources.altcraft);
  const sendsay = sides.sendsay.finish([...sources.sendsay, ...clickOrigins]);
  const seen = clicks.finish();
  const { mask } = await world.statistics();
  return {
    sides: {
      altcraft: masked(altcraft.side, mask),
      sendsay: masked(seen === undefined ? sendsay.side : withClicks(sendsay.side, seen), mask),
    },
    undated: { altcraft: altcraft.undated, sendsay: sendsay.undated },
  };
}

/** An API may put the token that it was given into a name. */
function masked(side: SideFigures, mask: (text: string) => string): SideFigures {
  if (!side.origins.includes('api')) return side;
  return { ...side, rows: side.rows.map((row) => ({ ...row, issue: mask(row.issue), issueId: mask(row.issueId) })) };
}

function readerOf(source: EventSource, setup: StatisticsSetup): SideReader {
  const { columns } = setup.settings[source];
  const select = setup.settings.sendsay.select ?? statUniSelect;
  return sideReader({ ...setup, source, columns, select, mapping: setup.events.mappings[source] });
}

async function readFile(origin: string, reader: SourceReader, world: World): Promise<'read' | 'store'> {
  if (origin.startsWith('clickhouse:')) return 'store';
  const opened = await (await world.statistics()).open(origin);
  if (opened.kind === 'folder') return 'store';
  if (opened.kind === 'csv') await readCsv(origin, opened, reader);
  else for await (const value of opened.values) reader.addValue(value);
  return 'read';
}

async function readApi(
  call: ApiCall | undefined,
  { source, reader }: Listener,
  setup: StatisticsSetup,
  world: World,
): Promise<void> {
  if (call === undefined) throw usageError('An API is asked for a period.', 'Add --since <day> and --until <day>.');
  const { altcraftReplies, sendsayReplies } = await import('./apis.js');
  const replies =
    source === 'altcraft' ? altcraftReplies(call, setup, world) : sendsayReplies(reader.wants, call, setup, world);
  for await (const reply of replies) reader.addValue(reply);
}

async function readCsv(
  origin: string,
  { header, rows, close }: Extract<OpenedExport, { kind: 'csv' }>,
  reader: SourceReader,
): Promise<void> {
  try {
    const take = reader.csvReader(origin, header);
    for await (const portion of rows)
      for (const { number, cells } of portion) take(cells, `Row ${number} of ${origin}`);
  } finally {
    await close();
  }
}

async function readStore(folder: string, listeners: readonly Listener[], world: World): Promise<void> {
  const store = await openStore(folder, world);
  const [only, ...others] = listeners;
  for await (const batch of store.batches({ source: others.length === 0 ? only?.source : undefined }))
    for (const event of batch)
      if (event.copy === 'first')
        for (const { source, reader } of listeners) if (event.source === source) reader.addEvent(event);
}
