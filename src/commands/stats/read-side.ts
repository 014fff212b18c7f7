import { AkrelayError } from '../../errors.js';
import type { EventSource } from '../../events/index.js';
import {
  type FigureRow,
  figureTable,
  planColumns,
  rowReader,
  type SideFigures,
} from '../../events/statistics/index.js';
import type { StatisticsSettings } from '../../relay/config.js';
import type { CsvRow, OpenedExport } from '../../world/statistics/statistics-room.js';
import type { World } from '../../world/world.js';

type Csv = Extract<OpenedExport, { kind: 'csv' }>;

/** Reads all that one side says, from one file or several. Throws `bad-input` with the place, `input-missing`. */
export async function readSide(
  source: EventSource,
  files: readonly string[],
  settings: StatisticsSettings,
  world: Pick<World, 'statistics'>,
): Promise<SideFigures> {
  const room = await world.statistics();
  const table = figureTable();
  const seen = new Map<string, string>();
  const zones = new Map<string | undefined, string>();
  for (const file of files) {
    const opened = await room.open(file);
    if (opened.kind === 'folder') throw badInput(`${file} is a folder.`, 'Name a file.');
    for await (const { row, zone, place } of figureRows(source, file, opened, settings)) {
      zones.set(zone, zones.get(zone) ?? place);
      expectOneZone(zones);
      expectOnce(seen, row, file);
      table.add(row);
    }
  }
  const [zone] = zones.keys();
  return { source, origins: files, rows: table.rows(), dayOf: 'sending', zone };
}

interface PlacedRow {
  readonly row: FigureRow;
  readonly zone: string | undefined;
  readonly place: string;
}

async function* figureRows(
  source: EventSource,
  file: string,
  { header, rows }: Csv,
  settings: StatisticsSettings,
): AsyncGenerator<PlacedRow> {
  const reading = planColumns(header, source, settings[source].columns);
  if (reading.kind === 'lacking') throw lacking(source, file, header, reading.missing);
  const read = rowReader(reading.plan, header);
  for await (const portion of rows) for (const row of portion) yield placed(file, row, read(row.cells));
}

function placed(file: string, { number }: CsvRow, reading: ReturnType<ReturnType<typeof rowReader>>): PlacedRow {
  if (reading.kind === 'unreadable')
    throw badInput(`Row ${number} of ${file} ${reading.why}.`, 'Export it without separators of thousands and totals.');
  return { row: reading.row, zone: reading.zone, place: `row ${number} of ${file}` };
}

function lacking(
  source: EventSource,
  file: string,
  header: readonly string[],
  missing: readonly string[],
): AkrelayError {
  const found = header.map((title) => `'${title.trim()}'`).join(', ');
  return badInput(
    `${file} lacks a column for ${missing.join(' and ')}; it has ${found.length > 500 ? `${found.slice(0, 499)}…` : found}.`,
    `Export it with that column, or name yours in the config: statistics.${source}.columns`,
  );
}

/** "None stated" is a zone of its own: nobody knows which. */
function expectOneZone(zones: ReadonlyMap<string | undefined, string>): void {
  if (zones.size < 2) return;
  const said = [...zones].map(([zone, place]) => `${zone ?? 'none'} (${place})`);
  throw badInput(`The days are in more than one time zone: ${said.join(', ')}.`, 'Export all of it in one time zone.');
}

/** Two exports may overlap; one export may have an issue twice, sent in two parts. */
function expectOnce(seen: Map<string, string>, { issue, issueId, day }: FigureRow, file: string): void {
  const key = JSON.stringify([issue, issueId, day]);
  const other = seen.get(key) ?? file;
  seen.set(key, other);
  if (other === file) return;
  throw badInput(
    `${file} has the issue '${issue || issueId}' of ${day} again: ${other} has it too.`,
    'Give exports whose periods do not overlap.',
  );
}

function badInput(message: string, hint: string): AkrelayError {
  return new AkrelayError('bad-input', { message, hint });
}
