import { usageError } from '../errors.js';
import { tokenShape } from '../relay/letter.js';
import { readTrace } from '../trace/field/read-trace.js';
import type { FoundMessage, Mailbox, MessageKey, Removal } from '../world/mailboxes/mailboxes.js';
import type { World } from '../world/world.js';
import type { CommandSpec } from './command.js';
import { withExamples, withExitCodes } from './declare.js';
import { waiting } from './duration.js';
import { mailboxAccess } from './mailboxes/access.js';
import { type Awaited, type Found, withMessage } from './mailboxes/await-message.js';
import { declareMailboxFlags, type MailboxFlags, mailboxFlagsOf } from './mailboxes/flags.js';
import { filePath, readOption, readWord, type WordKind } from './words.js';

export interface FetchOptions {
  readonly key: MessageKey;
  readonly mailbox: MailboxFlags;
  readonly waitMs: number;
  /** Undefined: the message goes to standard output. */
  readonly save: string | undefined;
  readonly afterwards: 'kept' | 'deleted';
}

/** A message that was read out of a mailbox. */
export interface Fetched extends Omit<FoundMessage, 'place'> {
  readonly bytes: Uint8Array;
  readonly token: string | undefined;
  readonly messageId: string | undefined;
  readonly savedAs: string | undefined;
  readonly removed: Removal | undefined;
}

export interface FetchResult extends Omit<Awaited, 'found'> {
  readonly mailbox: string;
  readonly message: Fetched | undefined;
}

export const spec: CommandSpec<FetchOptions, FetchResult> = {
  prints: 'verbatim',
  declare: (command) => {
    command
      .description(
        'Save a message from a mailbox, byte for byte. The message is found by its token, and nothing is marked as read.',
      )
      .argument('<token|message-id>', 'the X-Letter-Id that akrelay send printed, or a Message-ID')
      .option('--save <file>', 'write the message to this file (default: standard output)')
      .option('--wait <duration>', 'wait this long for the message, such as 2m (default: look once)')
      .option('--delete', 'delete the message from the mailbox after saving it');
    declareMailboxFlags(command);
    withExitCodes(command, {
      0: 'found',
      1: 'not found',
      69: 'the mailbox cannot be reached',
      75: 'temporary failure: try again',
      77: 'the login was rejected',
    });
    withExamples(command, [
      'akrelay fetch akrelay-5f3a9c0d1e2b4a6c8d9e0f12 --wait 2m --save received.eml',
      'akrelay fetch akrelay-5f3a9c0d1e2b4a6c8d9e0f12 --maildir ~/Maildir | akrelay verify',
      'akrelay fetch akrelay-5f3a9c0d1e2b4a6c8d9e0f12 --imap imap.example.net:993 --username-env U --password-env P',
      "akrelay fetch '<20261128.1@example.com>' --mailbox qa --folder Spam --json",
    ]);
  },
  parse: ({ args: [word], options }) => {
    const save = readOption(filePath, '--save', options['save']);
    if (options['delete'] === true && save === undefined)
      throw usageError('--delete has no effect without --save: the message could be lost.', 'Add --save <file>.');
    return {
      key: readWord(messageKey, '<token|message-id>', String(word)),
      mailbox: mailboxFlagsOf(options),
      waitMs: readOption(waiting, '--wait', options['wait']) ?? 0,
      save,
      afterwards: options['delete'] === true ? 'deleted' : 'kept',
    };
  },
  run: async (options, world) => {
    if (options.save !== undefined) await world.files.expectPlace(options.save);
    const { name, access } = await mailboxAccess(options.mailbox, world);
    if (options.afterwards === 'deleted' && access.type === 'mbox')
      throw usageError(`${name} is an mbox, which akrelay never changes.`, 'Remove --delete.');
    // By now every file has been read that must not be written over.
    if (options.save !== undefined) await world.files.expectPlace(options.save);
    const { key, waitMs } = options;
    const search = { access, key, waitMs, timeoutMs: options.mailbox.timeoutMs, mailbox: 'new' } as const;
    world.talk.progress(`Searching ${name} …`);
    const result = await withMessage(search, world, async ({ found, ...looked }, mailbox) => ({
      mailbox: name,
      ...looked,
      message: found && (await taken(found, mailbox, options, world)),
    })).finally(() => world.talk.progress(undefined));
    tell(result, world);
    return { result, exit: result.message === undefined ? 'no' : 'done' };
  },
};

export const messageKey: WordKind<MessageKey> = {
  accepts: 'a token (Latin letters, digits, "_" and "-") or a Message-ID (with an @)',
  read: (word) => {
    const id = /^<?([^<>@\s]+@[^<>@\s]+)>?$/.exec(word)?.[1];
    if (id !== undefined && id.length <= 500) return { token: undefined, messageId: id };
    return tokenShape.test(word) ? { token: word, messageId: undefined } : undefined;
  },
};

async function taken(
  { place, bytes, ...found }: Found,
  mailbox: Mailbox,
  { save, afterwards }: FetchOptions,
  { files }: World,
): Promise<Fetched> {
  if (save !== undefined) await files.write(save, bytes, 'private');
  const removed = afterwards === 'deleted' ? await mailbox.remove({ place, ...found }) : undefined;
  const reading = readTrace(bytes);
  const field = (name: string): string | undefined => (reading.kind === 'email' ? reading.field(name)[0] : undefined);
  return { ...found, bytes, token: field('X-Letter-Id'), messageId: field('Message-ID'), savedAs: save, removed };
}

function tell({ message, mailbox, folders, waitedMs }: FetchResult, { talk }: World): void {
  if (message === undefined) {
    const waited = waitedMs < 1_000 ? '' : ` within ${Math.round(waitedMs / 1000)} s`;
    talk.note(
      `Not found in ${mailbox} (${folders.join(', ')})${waited}.${waited === '' ? ' Wait for it with --wait 2m.' : ''}`,
    );
    return;
  }
  if (message.kind === 'junk') talk.warn(`The message is in ${message.folder}: the mailbox treats it as spam.`);
  if (message.copies > 1)
    talk.warn(`${message.copies} messages in ${message.folder} have this id; this is the oldest.`);
  if (message.removed === 'marked')
    talk.warn('The message is only marked as deleted: the server cannot remove a single message (no UIDPLUS).');
}
