import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { AkrelayError } from '../../errors.js';
import { inputName } from '../../relay/input-name.js';
import { openNow } from '../files/bounded-read.js';
import { fileStream } from '../files/file-stream.js';
import { cannotRead } from '../files/node-reason.js';
import type { AskOptions } from './ask-json.js';
import { isEmpty, openCsv } from './csv-export.js';
import { decodedText } from './decode-text.js';
import { jsonFile } from './json-values.js';
import type { OpenedExport, StatisticsRoom } from './statistics-room.js';

export function nodeStatistics(cwd: string, options: AskOptions): StatisticsRoom {
  return {
    open: (name) => open(name, path.resolve(cwd, name), options.cancelled),
    canReadAgain: (name) => canReadAgain(name, path.resolve(cwd, name)),
    ask: async (call) => (await import('./ask-json.js')).askJson(call, options),
    mask: options.mask,
  };
}

async function open(name: string, file: string, cancelled: AbortSignal): Promise<OpenedExport> {
  const shown = inputName(name);
  const chunks = name === '-' ? streamed(shown, process.stdin, cancelled) : bytesOf(name, file, cancelled);
  if (chunks === 'folder') return { kind: 'folder' };
  const { value: first = new Uint8Array(), done } = await chunks.next();
  if (done) throw isEmpty(shown);
  try {
    expectText(shown, first);
    const text = decodedText(shown, withFirst(first, chunks));
    const { value: beginning = '' } = await text.next();
    const [sign] = /[^\s\ufeff]/.exec(beginning) ?? [];
    const whole = withFirst(beginning, text);
    if (sign === '[' || sign === '{') return { kind: 'json', values: jsonFile(shown, whole) };
    if (sign === '<') throw isOther(shown, 'a web page or XML', loginHint);
    return await openCsv(shown, whole);
  } catch (error) {
    await chunks.return();
    throw error;
  }
}

/** Standard input, and what may be one, can be read once. */
function canReadAgain(name: string, file: string): boolean {
  if (name === '-') return false;
  const about = statSync(file, { throwIfNoEntry: false });
  return about === undefined || about.isFile() || about.isDirectory();
}

const csvHint = 'Export it as CSV, or save it as CSV (UTF-8) from the spreadsheet program.';
const loginHint = 'It may be the login page. Log in, and export it again as CSV.';

/** The first bytes of what is given in place of a CSV: ZIP (APPNOTE.TXT §4.3.7), MS-CFB §2.2, RFC 1952 §2.3.1, ISO 32000-1 §7.5.2. */
const otherKinds = [
  { bytes: 'PK', what: 'a workbook (.xlsx) or another archive', hint: csvHint },
  { bytes: '\xd0\xcf\x11\xe0', what: 'an old workbook (.xls)', hint: csvHint },
  { bytes: '\x1f\x8b', what: 'compressed (gzip)', hint: 'Unpack it with gunzip.' },
  { bytes: '%PDF-', what: 'a PDF', hint: csvHint },
];

function expectText(name: string, first: Uint8Array): void {
  const beginning = Buffer.from(first.subarray(0, 8)).toString('latin1');
  const other = otherKinds.find(({ bytes }) => beginning.startsWith(bytes));
  if (other !== undefined) throw isOther(name, other.what, other.hint);
}

function isOther(name: string, what: string, hint: string): AkrelayError {
  return new AkrelayError('bad-input', { message: `${name} is ${what}.`, hint });
}

type Bytes = AsyncGenerator<Uint8Array, void, void>;

function bytesOf(name: string, file: string, cancelled: AbortSignal): Bytes | 'folder' {
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isFIFO()) return streamed(name, fileStream(file), cancelled);
    const { fd, about, close } = openNow(file);
    if (!about.isDirectory()) return streamed(name, createReadStream('', { fd, highWaterMark: 1 << 18 }), cancelled);
    close();
    return 'folder';
  } catch (error) {
    throw cannotRead(name, error);
  }
}

async function* streamed(name: string, stream: Readable | Promise<Readable>, cancelled: AbortSignal): Bytes {
  try {
    yield* addAbortSignal(cancelled, await stream);
  } catch (error) {
    throw cannotRead(name, error);
  }
}

async function* withFirst<Piece>(first: Piece, rest: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  yield first;
  yield* rest;
}
