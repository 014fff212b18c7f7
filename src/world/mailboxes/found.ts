import { AkrelayError } from '../../errors.js';
import type { FolderKind, FoundMessage } from './mailboxes.js';

/** A message with the key, in a folder. */
export interface FoundIn {
  readonly folder: string;
  readonly kind: FolderKind;
  readonly place: string;
  /** Undefined where the mailbox does not say. */
  readonly arrivedMs: number | undefined;
}

/** The one that came first: what came later under the same key may be a copy that somebody made. */
export function earliest(found: readonly FoundIn[]): FoundMessage | undefined {
  const [first] = [...found].sort((a, b) => (a.arrivedMs ?? 0) - (b.arrivedMs ?? 0));
  if (first === undefined) return undefined;
  const { folder, kind, place, arrivedMs } = first;
  const arrivedAt = arrivedMs === undefined ? undefined : new Date(arrivedMs).toISOString();
  return { folder, kind, place, arrivedAt, copies: found.length };
}

export function noSuchFolder(name: string, mailbox: string, known: readonly string[]): AkrelayError {
  const shown = known.slice(0, 20).join(', ');
  return new AkrelayError('input-missing', {
    message: `${mailbox} has no folder '${name}'.`,
    hint: `It has: ${shown}${known.length > 20 ? ', …' : '.'}`,
    data: { id: 'mailbox-no-folder' },
  });
}

/** It was moved, changed or removed since it was found. `withMessage` looks for it again. */
export function moved(folder: string, mailbox: string): AkrelayError {
  return new AkrelayError('input-missing', {
    message: `The message is no longer in ${folder} of ${mailbox}.`,
    hint: 'A person or a filter moved or deleted it: run the command again.',
    data: { id: 'mailbox-moved' },
  });
}
