import { listedFields } from '../../trace/authentication/listed-fields.js';
import type { Head, InputFile, InputMessage, Opened } from '../../world/messages/message-files.js';

/** Which messages were there in this run, and which of them are to be judged. */
export interface NewMessages {
  /** The same files without the messages that were judged before. */
  readonly of: (files: AsyncIterable<readonly InputFile[]>) => AsyncIterable<readonly InputFile[]>;
  /** The key of every message that was there. */
  readonly keys: () => readonly string[];
}

/**
 * A message is known by its trace and its identity, wherever its file is moved to and whatever status a mail program writes into its
 * header; one in a Maildir by its file name, which is never used twice and stays when it is read (maildir(5)), so that its file need
 * not be opened.
 */
export function newMessages(before: readonly string[]): NewMessages {
  const known = new Set(before);
  const now = new Set<string>();
  const isNew = async (message: InputMessage): Promise<boolean> => {
    const { key, header } = await keyOf(message.head);
    // Half of a header: whoever writes the file is not done. What stays so is judged in the next run.
    const mark = header === 'whole' ? key : `begun ${key}`;
    if (header === 'begun' && !known.has(mark) && !known.has(key)) {
      now.add(mark);
      return false;
    }
    const isFirst = !known.has(key) && !now.has(key);
    now.add(key);
    return isFirst;
  };
  return {
    keys: () => [...now],
    async *of(files) {
      for await (const portion of files)
        yield portion.flatMap(({ name, open }) => {
          const key = maildirName(name);
          if (key === undefined) return [{ name, open: async () => newOnes(await open(), isNew) }];
          const isFirst = !known.has(key) && !now.has(key);
          // A file that cannot be read is told in every run, so it is known only once it was open; an mbox here is no Maildir's.
          const opened = async (): Promise<Opened> => {
            const file = await open();
            if (file.kind === 'mailbox' || isMbox(file.message.head)) return newOnes(file, isNew);
            now.add(key);
            return file;
          };
          if (!isFirst) now.add(key);
          return isFirst ? [{ name, open: opened }] : [];
        });
    },
  };
}

/** Also one that has only one message so far. */
function isMbox({ bytes }: Head): boolean {
  return Buffer.from(bytes.subarray(0, 5)).toString('latin1') === 'From ';
}

/** The unique part of the name of a message in new/ or cur/ of a Maildir: what stands before the flags. */
function maildirName(name: string): string | undefined {
  const [, unique] = /(?:^|[/\\])(?:new|cur)[/\\]([^/\\:;!]+)[^/\\]*$/.exec(name) ?? [];
  return unique === undefined ? undefined : `maildir ${unique}`;
}

async function newOnes(opened: Opened, isNew: (message: InputMessage) => Promise<boolean>): Promise<Opened> {
  if (opened.kind === 'mailbox') return { kind: 'mailbox', messages: newOf(opened.messages, isNew) };
  if (await isNew(opened.message)) return opened;
  await opened.message.close?.();
  return { kind: 'mailbox', messages: nothing() };
}

async function* nothing(): AsyncGenerator<readonly InputMessage[]> {}

async function* newOf(
  messages: AsyncIterable<readonly InputMessage[]>,
  isNew: (message: InputMessage) => Promise<boolean>,
): AsyncGenerator<readonly InputMessage[]> {
  for await (const portion of messages) {
    const wanted: InputMessage[] = [];
    for (const message of portion) if (await isNew(message)) wanted.push(message);
    if (wanted.length > 0) yield wanted;
  }
}

/** `begun`: the message ends before its header does. */
interface Key {
  readonly key: string;
  readonly header: 'whole' | 'begun';
}

/** What no mail program changes once the message is in a mailbox. */
const lasting = ['received', 'message-id', 'date', 'from', 'to', 'subject'];

async function keyOf({ bytes, end }: Head): Promise<Key> {
  const { at, header } = endOfHeader(bytes);
  const fields = listedFields(bytes, lasting).map(({ name, body }) => `${name}:${body}`);
  // The head is in memory that the next one uses: all of it is read before anything is waited for.
  const about = fields.length > 0 ? new TextEncoder().encode(fields.join('\n')) : bytes.slice(0, at);
  const digest = await crypto.subtle.digest('SHA-256', about);
  const key = Buffer.from(digest).toString('hex').slice(0, 32);
  return { key, header: header === 'open' && end === 'whole' ? 'begun' : 'whole' };
}

/** Where the header ends: at the first empty line. */
function endOfHeader(bytes: Uint8Array): { readonly at: number; readonly header: 'ended' | 'open' } {
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
    const next = bytes[at + 1] === 13 ? at + 2 : at + 1;
    if (bytes[next] === 10) return { at: at + 1, header: 'ended' };
  }
  return { at: bytes.length, header: 'open' };
}
