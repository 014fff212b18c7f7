import { createReadStream } from 'node:fs';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { openNow } from '../files/bounded-read.js';
import { cannotRead } from '../files/node-reason.js';
import { openCsv } from './csv-export.js';
import { decodedText } from './decode-text.js';
import type { OpenedExport, StatisticsRoom } from './statistics-room.js';

export function nodeStatistics(cwd: string, cancelled: AbortSignal): StatisticsRoom {
  return { open: (name) => open(name, path.resolve(cwd, name), cancelled) };
}

async function open(name: string, file: string, cancelled: AbortSignal): Promise<OpenedExport> {
  const chunks = bytesOf(name, file, cancelled);
  if (chunks === 'folder') return { kind: 'folder' };
  const { value: first = new Uint8Array(), done } = await chunks.next();
  if (done) throw new AkrelayError('bad-input', { message: `${name} is empty.`, hint: 'Export it again.' });
  if (first[0] === 0x50 && first[1] === 0x4b) throw isWorkbook(name);
  return openCsv(name, decodedText(name, withFirst(first, chunks)));
}

/** A workbook (.xlsx) is a ZIP archive (APPNOTE.TXT §4.3.7: PK). */
function isWorkbook(name: string): AkrelayError {
  return new AkrelayError('bad-input', {
    message: `${name} is a workbook (.xlsx) or another archive.`,
    hint: 'Export it as CSV, or save it as CSV (UTF-8) from the spreadsheet program.',
  });
}

function bytesOf(name: string, file: string, cancelled: AbortSignal): AsyncGenerator<Uint8Array> | 'folder' {
  try {
    const { fd, about, close } = openNow(file);
    if (!about.isDirectory()) return read(name, fd, cancelled);
    close();
    return 'folder';
  } catch (error) {
    throw cannotRead(name, error);
  }
}

async function* read(name: string, fd: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
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
