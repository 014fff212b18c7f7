import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { AkrelayError } from '../../errors.js';
import { notText } from './decode-text.js';
import type { CsvRow, OpenedExport } from './statistics-room.js';

/** No row of statistics is longer; a quote that is never closed would take the rest of the file for one cell. */
const longestRow = 1_000_000;
const rowsTogether = 500;

/** The rows of a CSV, with the separator that its title line has most of: `;`, `,` or a tab. */
export async function openCsv(
  name: string,
  text: AsyncGenerator<string>,
): Promise<Extract<OpenedExport, { kind: 'csv' }>> {
  const beginning = await firstLine(text);
  // No title has this character: it is a file of another kind, or in an encoding that was not recognised.
  if (/^[^\r\n]*\0/.test(beginning)) throw notText(name);
  let last = '';
  const whole = withBeginning(beginning, text, (piece) => {
    last = piece.at(-1) ?? last;
  });
  const records = parsed(name, whole, separatorOf(beginning));
  let [title, number] = [await records.next(), 1];
  for (; !title.done && isBlank(title.value); number += 1) title = await records.next();
  if (title.done) throw isEmpty(name);
  const header = title.value;
  const close = async (): Promise<void> => void (await records.return());
  const lastLine = () => (/[\r\n]/.test(last) ? ('ended' as const) : ('open' as const));
  return { kind: 'csv', header, rows: inPortions(name, { width: header.length, number }, records), lastLine, close };
}

async function firstLine(text: AsyncGenerator<string>): Promise<string> {
  let beginning = '';
  while (!/\S[^\r\n]*[\r\n]/.test(beginning) && beginning.length < longestRow) {
    const { value, done } = await text.next();
    if (done) break;
    beginning += value;
  }
  return beginning.replace(/^\ufeff/, '');
}

async function* withBeginning(
  beginning: string,
  rest: AsyncIterable<string>,
  see: (piece: string) => void,
): AsyncGenerator<string> {
  see(beginning);
  yield beginning;
  for await (const piece of rest) {
    see(piece);
    yield piece;
  }
}

/** Counted outside quotes: a title may be "CTOR, %". */
function separatorOf(beginning: string): string {
  const [line = ''] = /\S[^\r\n]*/.exec(beginning) ?? [];
  const outside = line.replace(/"[^"]*"/g, '');
  const countOf = (separator: string): number => outside.split(separator).length;
  return [';', '\t', ','].reduce((best, one) => (countOf(one) > countOf(best) ? one : best), ';');
}

async function* parsed(
  name: string,
  text: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<string[], void, void> {
  const parser = parse({ delimiter, relax_column_count: true, max_record_size: longestRow });
  const source = Readable.from(text);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield cells;
  } catch (error) {
    throw notCsv(name, error);
  } finally {
    source.destroy();
  }
}

async function* inPortions(
  name: string,
  { width, number: titleNumber }: { readonly width: number; readonly number: number },
  records: AsyncIterable<string[]>,
): AsyncGenerator<readonly CsvRow[]> {
  let portion: CsvRow[] = [];
  let number = titleNumber;
  for await (const cells of records) {
    number += 1;
    if (isBlank(cells)) continue;
    if (cells.length !== width)
      throw badInput(
        `Row ${number} of ${name} has ${cells.length === 1 ? '1 cell' : `${cells.length} cells`}, but the title line has ${width}: the export was truncated or edited.`,
        'Export it again.',
      );
    portion.push({ number, cells });
    if (portion.length < rowsTogether) continue;
    yield portion;
    portion = [];
  }
  yield portion;
}

/** What a spreadsheet writes below its last row. */
function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'ends inside a quoted cell: the export was truncated',
  CSV_MAX_RECORD_SIZE: 'has a row that is too long: a quote is probably not closed',
};

function notCsv(name: string, error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const { code, records = 0 } = error as CsvError & { readonly records?: number };
  const why = reasons[code] ?? `has a misplaced quote in row ${records + 1}`;
  return badInput(`${name} ${why}.`, 'Export it again.', error);
}

export function isEmpty(name: string): AkrelayError {
  return badInput(`${name} is empty.`, 'Export it again.');
}

function badInput(message: string, hint: string, cause?: unknown): AkrelayError {
  return new AkrelayError('bad-input', { message, hint, cause });
}
