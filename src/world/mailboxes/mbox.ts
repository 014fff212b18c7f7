import { closeSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { AkrelayError, cancelledError } from '../../errors.js';
import { cannotRead } from '../files/node-reason.js';
import { fileBytes } from '../messages/node-byte-source.js';
import { piecesOf } from '../messages/node-mailbox.js';
import { earliest, type FoundIn } from './found.js';
import { type Mailbox, type MessageKey, mostMessageBytes } from './mailboxes.js';
import type { MaildirTools } from './maildir.js';
import { hasKey } from './matching.js';
import { pause } from './pause.js';

const pollMs = 1_000;

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
    fetch: async ({ place }) => messageAt(absolute, file, JSON.parse(place)),
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
        found.push({ folder: path.basename(file), kind: 'inbox', place: JSON.stringify(place), arrivedMs: undefined });
  }
  return found;
}

/** The message without the `From ` line above it and the blank line that separates it from the next. */
function messageAt(
  absolute: string,
  file: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): Uint8Array {
  if (length > mostMessageBytes)
    throw new AkrelayError('input-missing', {
      message: `The message in ${file} is larger than ${mostMessageBytes / 1024 / 1024} MB.`,
      hint: 'Extract it from the file by hand.',
    });
  const bytes = Buffer.alloc(length);
  try {
    const handle = openSync(absolute, 'r');
    try {
      const read = readSync(handle, bytes, 0, length, offset);
      return withoutFrame(bytes.subarray(0, read));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw cannotRead(file, error);
  }
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
