import { createReadStream } from 'node:fs';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { openNow } from '../files/bounded-read.js';
import { cannotRead } from '../files/node-reason.js';
import type { AskOptions } from './ask-json.js';
import { openCsv } from './csv-export.js';
import { decodedText } from './decode-text.js';
import { jsonFile } from './json-values.js';
import type { OpenedExport, StatisticsRoom } from './statistics-room.js';

export function nodeStatistics(cwd: string, options: AskOptions): StatisticsRoom {
  return {
    open: (name) => open(name, path.resolve(cwd, name), options.cancelled),
    ask: async (call) => (await import('./ask-json.js')).askJson(call, options),
    mask: options.mask,
  };
}

async function open(name: string, file: string, cancelled: AbortSignal): Promise<OpenedExport> {
  const chunks = bytesOf(name, file, cancelled);
  if (chunks === 'folder') return { kind: 'folder' };
  const { value: first = new Uint8Array(), done } = await chunks.next();
  if (done) throw new AkrelayError('bad-input', { message: `${name} is empty.`, hint: 'Export it again.' });
  if (first[0] === 0x50 && first[1] === 0x4b) {
    await chunks.return();
    throw isWorkbook(name);
  }
  const text = decodedText(name, withFirst(first, chunks));
  return /^(?:\xef\xbb\xbf)?\s*[[{]/.test(Buffer.from(first.subarray(0, 1_000)).toString('latin1'))
    ? { kind: 'json', values: jsonFile(name, text) }
    : openCsv(name, text);
}

/** A workbook (.xlsx) is a ZIP archive (APPNOTE.TXT §4.3.7: PK). */
function isWorkbook(name: string): AkrelayError {
  return new AkrelayError('bad-input', {
    message: `${name} is a workbook (.xlsx) or another archive.`,
    hint: 'Export it as CSV, or save it as CSV (UTF-8) from the spreadsheet program.',
  });
}

function bytesOf(
  name: string,
  file: string,
  cancelled: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> | 'folder' {
  try {
    const { fd, about, close } = openNow(file);
    if (!about.isDirectory()) return read(name, fd, cancelled);
    close();
    return 'folder';
  } catch (error) {
    throw cannotRead(name, error);
  }
}

async function* read(name: string, fd: number, signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* createReadStream('', { fd, signal, highWaterMark: 1 << 18 });
  } catch (error) {
    throw cannotRead(name, error);
  }
}

async function* withFirst(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
