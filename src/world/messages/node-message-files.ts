import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { whereNow } from '../files/maildir-names.js';
import { cannotRead, isCode } from '../files/node-reason.js';
import { beginningOf, isOneMessage } from './mbox.js';
import type { Head, InputFile, MessageFiles, Opened } from './message-files.js';
import { inputsOf } from './node-inputs.js';

/** Enough for the header of nearly every message; the rest of a message is not read. */
const firstReadBytes = 64 * 1024;
/** One for all files, which are read one after the other: memory that is new each time costs more than what is read into it. */
const memory = Buffer.allocUnsafeSlow(4 * firstReadBytes);

/** A mail program that moves a message about faster than this is not one. */
const mostTries = 5;

/** Saved messages on this machine; relative paths start at `cwd`. */
export function nodeMessageFiles(cwd: string, cancelled: AbortSignal): MessageFiles {
  const absolute = (name: string): string => path.resolve(cwd, name);
  return {
    get standardInput() {
      return process.stdin.isTTY ? 'terminal' : 'piped';
    },
    inputs: (request) =>
      inputsOf(request, {
        absolute,
        file: (name, place) => fileAt(name, place, cancelled),
        stream: (name): InputFile => ({ name, open: () => openStream(absolute(name), name, cancelled) }),
      }),
  };
}

/** A regular file by its absolute path. */
export function fileAt(name: string, place: string, cancelled: AbortSignal): InputFile {
  return { name, place, open: () => openFile(place, name, cancelled) };
}

/** Reads synchronously: for many small files that is several times faster, and never much at a time. */
function openFile(absolute: string, name: string, cancelled: AbortSignal): Opened | Promise<Opened> {
  const head = readHead(absolute, name, firstReadBytes);
  // gzip (RFC 1952 §2.3.1) is rare enough to be opened again, in order.
  if (head.bytes[0] === 0x1f && head.bytes[1] === 0x8b) return openStream(absolute, name, cancelled);
  const beginning = beginningOf(head.bytes);
  if (beginning !== 'header') {
    const all = head.end === 'whole' ? head : readHead(absolute, name, memory.length);
    if (all.end === 'cut' || !isOneMessage(all.bytes, beginning)) return openMailbox(absolute, name);
  }
  return { kind: 'message', message: { name, head, longer: (limitBytes) => readHead(absolute, name, limitBytes) } };
}

/** Up to so many bytes. */
function readHead(absolute: string, name: string, limitBytes: number): Head {
  try {
    const handle = openNow(absolute);
    try {
      const buffer = limitBytes <= memory.length ? memory.subarray(0, limitBytes) : newMemory(handle, limitBytes);
      const length = readSync(handle, buffer, 0, buffer.length, 0);
      return { bytes: buffer.subarray(0, length), end: length < buffer.length ? 'whole' : 'cut' };
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw cannotRead(name, error);
  }
}

/** A message of a Maildir has another name once it is read, and each time it is marked. */
function openNow(absolute: string): number {
  for (let tries = 1; ; tries++)
    try {
      return openSync(tries === 1 ? absolute : whereNow(absolute), 'r');
    } catch (error) {
      const mayBeMoved = isCode(error, 'ENOENT') && /[/\\](?:new|cur)[/\\][^/\\]+$/.test(absolute);
      if (!mayBeMoved || tries === mostTries) throw error;
    }
}

/** For more than nearly all files hold: not larger than the file, and a byte more, by which its end is seen. */
function newMemory(handle: number, limitBytes: number): Buffer {
  return Buffer.allocUnsafe(Math.max(memory.length, Math.min(limitBytes, fstatSync(handle).size + 1)));
}

async function openMailbox(absolute: string, name: string): Promise<Opened> {
  const [{ openBytes }, { fileBytes }] = await Promise.all([
    import('./node-mailbox.js'),
    import('./node-byte-source.js'),
  ]);
  return openBytes(fileBytes(absolute, name), name);
}

async function openStream(absolute: string, name: string, cancelled: AbortSignal): Promise<Opened> {
  const [{ openBytes }, { streamBytes }, { fileStream }, { addAbortSignal }] = await Promise.all([
    import('./node-mailbox.js'),
    import('./node-byte-source.js'),
    import('../files/file-stream.js'),
    import('node:stream'),
  ]);
  const stream = name === '-' ? process.stdin : await fileStream(absolute);
  // A pipe may keep its reader waiting for ever.
  addAbortSignal(cancelled, stream);
  return openBytes(await streamBytes(stream, name), name);
}
