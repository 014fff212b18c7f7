import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { AkrelayError, cancelledError } from '../../errors.js';
import { cannotRead } from '../files/node-reason.js';
import { fileBytes } from '../messages/node-byte-source.js';
import { piecesOf } from '../messages/node-mailbox.js';
import { earliest, type FoundIn, moved } from './found.js';
import { type Mailbox, type MessageKey, mostMessageBytes } from './mailboxes.js';
import type { MaildirTools } from './maildir.js';
import { hasKey } from './matching.js';
import { pause } from './pause.js';

const pollMs = 1_000;
const separator = Buffer.from('From ', 'latin1');
/** The longest header that a message was found by. */
const headBytes = 1024 * 1024;
/** Nobody takes so long between two writes. */
const quietMs = 1_000;

/** An mbox file (RFC 4155). Its one folder is called as the file is. */
export function openMbox({ path: file }: { readonly path: string }, { cwd, cancelled }: MaildirTools): Mailbox {
  const absolute = path.resolve(cwd, file);
  /** What was searched in vain, and for what: only a file that changed is read again. */
  let searched = '';
  return {
    folders: () => [path.basename(file)],
    find: async (key) => {
      const version = JSON.stringify([key, versionOf(absolute, file)]);
      if (version === searched) return undefined;
      const found = earliest(await matches(absolute, file, key, cancelled));
      if (found === undefined) searched = version;
      return found;
    },
    changed: (withinMs) => pause(Math.min(withinMs, pollMs), cancelled),
    fetch: async ({ folder, place }) => {
      const bytes = messageAt(absolute, file, JSON.parse(place));
      if (bytes === undefined) throw moved(folder, file);
      return bytes;
    },
    remove: async () => {
      throw new AkrelayError('usage', {
        message: `${file} is an mbox, which akrelay never changes.`,
        hint: 'Remove --delete, and delete the message with a mail program.',
      });
    },
    close: async () => undefined,
  };
}

function versionOf(absolute: string, file: string): string {
  try {
    const { size, mtimeMs, ino } = statSync(absolute);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    throw cannotRead(file, error);
  }
}

async function matches(
  absolute: string,
  file: string,
  key: MessageKey,
  cancelled: AbortSignal,
): Promise<readonly FoundIn[]> {
  const found: FoundIn[] = [];
  for await (const { pieces } of piecesOf(fileBytes(absolute, file))) {
    if (cancelled.aborted) throw cancelledError();
    for (const { head, place } of pieces)
      if (hasKey(head.bytes, key))
        found.push({
          folder: path.basename(file),
          kind: 'inbox',
          place: JSON.stringify({ ...place, key } satisfies Place),
          arrivedMs: undefined,
        });
  }
  return found;
}

interface Place {
  readonly key: MessageKey;
  readonly offset: number;
  readonly length: number;
}

/**
 * The message without the `From ` line above it and the blank line that separates it from the next. Undefined where it is not there as
 * it was found: a mail program that removes a message, or marks one, moves all that are below it.
 */
function messageAt(absolute: string, file: string, { key, offset, length }: Place): Uint8Array | undefined {
  if (length > mostMessageBytes)
    throw new AkrelayError('input-missing', {
      message: `The message in ${file} is larger than ${mostMessageBytes / 1024 / 1024} MB.`,
      hint: 'Extract it from the file by hand.',
    });
  const bytes = Buffer.alloc(length + separator.length);
  try {
    const handle = openSync(absolute, 'r');
    try {
      const read = readSync(handle, bytes, 0, bytes.length, offset);
      const [message, next] = [bytes.subarray(0, Math.min(read, length)), bytes.subarray(length, read)];
      const isEnd = next.length === 0 ? isDone(message, fstatSync(handle)) : next.equals(separator);
      return isEnd && hasKey(message.subarray(0, headBytes), key) ? withoutFrame(message) : undefined;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/** Whoever delivers the last message of the file ends it with a blank line, and until then goes on writing. */
function isDone(message: Buffer, { mtimeMs }: Stats): boolean {
  return /\n\r?\n$/.test(message.toString('latin1', message.length - 3)) || Date.now() - mtimeMs > quietMs;
}

function withoutFrame(bytes: Buffer): Buffer {
  let start = 0;
  while (/^>?From /.test(bytes.toString('latin1', start, start + 6))) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) break;
    start = end + 1;
  }
  const tail = bytes.toString('latin1', Math.max(start, bytes.length - 4));
  const blank = /\n(\r?\n)$/.exec(tail)?.[1]?.length ?? 0;
  return bytes.subarray(start, bytes.length - blank);
}
