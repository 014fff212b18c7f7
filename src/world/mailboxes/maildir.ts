import { existsSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { AkrelayError, cancelledError } from '../../errors.js';
import { maildirParts, nameWithoutFlags, whereNow } from '../files/maildir-names.js';
import { cannotRead, codeOf, isCode } from '../files/node-reason.js';
import { fileAt } from '../messages/node-message-files.js';
import { fromModifiedUtf7, kindByName } from './folder-names.js';
import { earliest, type FoundIn, moved, noSuchFolder } from './found.js';
import { type FolderKind, type Mailbox, type MessageKey, mostMessageBytes } from './mailboxes.js';
import { hasKey } from './matching.js';
import { pause } from './pause.js';

interface Folder {
  readonly name: string;
  readonly kind: FolderKind;
  readonly place: string;
}

export interface MaildirTools {
  readonly cwd: string;
  readonly cancelled: AbortSignal;
}

/** Most headers end within so many bytes; of a longer one more is read. */
const longestHeadBytes = 1024 * 1024;
/** Nothing says when a file appears that is portable, cheap and sure. */
const pollMs = 250;
/** A mail program that moves a message about faster than this is not one. */
const mostTries = 5;

/** A Maildir (https://cr.yp.to/proto/maildir.html), with the folders of Maildir++ or of sub-folders next to it. */
export function openMaildir(
  { path: folder, folders: asked }: { readonly path: string; readonly folders: readonly string[] | undefined },
  { cwd, cancelled }: MaildirTools,
): Mailbox {
  const root = path.resolve(cwd, folder);
  /** Names without flags that were looked at and had not the key, for each key and folder. */
  const seen = new Map<string, Set<string>>();
  let looked: readonly Folder[] = [];
  return {
    folders: () => looked.map(({ name }) => name),
    find: async (key) => {
      looked = chosen(foldersOf(root, folder), asked, folder);
      const found: FoundIn[] = [];
      for (const one of looked) {
        const asked = JSON.stringify([key, one.place]);
        const known = seen.get(asked) ?? new Set();
        seen.set(asked, known);
        found.push(...(await matches(one, key, known, cancelled)));
      }
      return earliest(found);
    },
    changed: (withinMs) => pause(Math.min(withinMs, pollMs), cancelled),
    fetch: async ({ folder: name, place }) => {
      const { openNow, readOpen } = await import('../files/bounded-read.js');
      const file = whereNow(place);
      try {
        return await readOpen(openNow(file), { mostBytes: mostMessageBytes, cancelled });
      } catch (error) {
        throw codeOf(error) === 'ENOENT' ? moved(name, folder) : cannotRead(file, error);
      }
    },
    remove: async ({ place }) => {
      // One that a mail program is moving has two names, one after the other; one that has none is removed already.
      for (let tries = 1; tries <= mostTries; tries++) {
        const file = whereNow(place);
        try {
          unlinkSync(file);
          break;
        } catch (cause) {
          if (codeOf(cause) === 'ENOENT') continue;
          throw new AkrelayError('cannot-write', {
            message: `Cannot delete ${file}.`,
            hint: 'Check the permissions of the folder; the message itself was read.',
            cause,
          });
        }
      }
      return 'deleted';
    },
    close: async () => undefined,
  };
}

function foldersOf(root: string, shown: string): readonly Folder[] {
  if (!existsSync(root))
    throw new AkrelayError('input-missing', {
      message: `Cannot read ${shown}: no such folder.`,
      hint: 'Check the path: it must be a Maildir, with the folders cur, new and tmp.',
    });
  if (!isMaildir(root))
    throw new AkrelayError('input-missing', {
      message: `${shown} is not a Maildir: it must contain the folders cur and new.`,
      hint: 'Use the folder that contains cur, new and tmp.',
    });
  const below = entriesOf(root).filter((name) => !['cur', 'new', 'tmp', '.', '..'].includes(name));
  const others = below.flatMap((name): Folder[] => {
    const place = path.join(root, name);
    if (!isMaildir(place)) return [];
    const called = fromModifiedUtf7(name.replace(/^\./, ''));
    return [{ name: called, kind: kindByName(called, name.startsWith('.') ? '.' : ''), place }];
  });
  return [{ name: 'INBOX', kind: 'inbox', place: root }, ...others];
}

/** The folders that were asked for; the inbox and those for unwanted mail otherwise. */
function chosen(all: readonly Folder[], asked: readonly string[] | undefined, mailbox: string): readonly Folder[] {
  if (asked === undefined) return all.filter(({ kind }) => kind !== 'other');
  return asked.map((name) => {
    const found = all.find((folder) => folder.name === name.normalize('NFC') || folder.name === name);
    if (found === undefined)
      throw noSuchFolder(
        name,
        mailbox,
        all.map((folder) => folder.name),
      );
    return found;
  });
}

/** The messages with the key, once each. Files that hold another are remembered, and not read again. */
async function matches(folder: Folder, key: MessageKey, seen: Set<string>, cancelled: AbortSignal): Promise<FoundIn[]> {
  const found = new Map<string, FoundIn>();
  for (let tries = 1; tries <= mostTries; tries++) {
    let isWhole = true;
    for (const [count, [own, place]] of namesIn(folder).entries()) {
      // Reading is synchronous: here Ctrl-C gets its turn.
      if (count % 256 === 255) await new Promise((resolve) => setImmediate(resolve));
      if (cancelled.aborted) throw cancelledError();
      if (seen.has(own) || found.has(own)) continue;
      const answer = await look(place, key, cancelled);
      if (answer === 'other') seen.add(own);
      if (answer === 'moved') isWhole = false;
      if (typeof answer === 'number')
        found.set(own, { folder: folder.name, kind: folder.kind, place, arrivedMs: answer });
    }
    if (isWhole) break;
  }
  return [...found.values()];
}

/** Of each file its name without flags, and its path. First those of new, from where a mail program moves them to cur. */
function namesIn({ place }: Folder): readonly (readonly [own: string, place: string])[] {
  return maildirParts.flatMap((part) =>
    entriesOf(path.join(place, part))
      .filter((name) => !name.startsWith('.'))
      .map((name) => [nameWithoutFlags(name), path.join(place, part, name)] as const),
  );
}

/** When the file came, if it has the key; `moved`: it has another name by now, or none. */
async function look(
  place: string,
  key: MessageKey,
  cancelled: AbortSignal,
): Promise<number | 'other' | 'moved' | 'unreadable'> {
  try {
    const about = statSync(place);
    if (!about.isFile()) return 'other';
    const opened = await fileAt(place, place, cancelled).open();
    if (opened.kind !== 'message') return 'other';
    const { message } = opened;
    const head = message.head.end === 'whole' ? message.head : await message.longer(longestHeadBytes);
    return hasKey(head.bytes, key) ? about.mtimeMs : 'other';
  } catch (error) {
    return isCode(error, 'ENOENT') || isCode((error as AkrelayError).cause, 'ENOENT') ? 'moved' : 'unreadable';
  }
}

function isMaildir(place: string): boolean {
  return maildirParts.every((part) => {
    try {
      return statSync(path.join(place, part)).isDirectory();
    } catch {
      return false;
    }
  });
}

function entriesOf(place: string): readonly string[] {
  try {
    return readdirSync(place);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw cannotRead(place, error);
  }
}
