import { earliest, type FoundIn } from '../found.js';
import { type ImapAccess, type Mailbox, type MailboxLimits, mostMessageBytes } from '../mailboxes.js';
import { pause } from '../pause.js';
import { connectImap, type ImapTools } from './connection.js';
import { type Folder, foldersOf } from './folders.js';
import { Looks } from './looks.js';
import { removed, wholeMessage } from './messages.js';

/** Between two looks: IDLE hears of one folder only. */
const waitsMs = [500, 1_000, 2_000, 5_000];

/** A mailbox behind IMAP (RFC 9051, RFC 3501), opened with EXAMINE and read with BODY.PEEK: nothing in it changes. */
export async function openImap(access: ImapAccess, limits: MailboxLimits, tools: ImapTools): Promise<Mailbox> {
  const connection = await connectImap(access, limits, tools);
  const { client, within, close } = connection;
  let folders: readonly Folder[] | undefined;
  const looks = new Looks(connection);
  let waits = 0;
  return {
    folders: () => (folders ?? []).map(({ path }) => path),
    find: (key) =>
      within(async () => {
        folders ??= await foldersOf(access, connection);
        const found: FoundIn[] = [];
        for (const folder of folders) found.push(...(await looks.in(folder, key)));
        return earliest(found);
      }),
    changed: async (withinMs) => {
      const ms = Math.min(withinMs, limits.timeoutMs / 2, waitsMs[Math.min(waits++, waitsMs.length - 1)] ?? withinMs);
      const inbox = folders?.find(({ kind }) => kind === 'inbox');
      if (inbox === undefined || !client.capabilities.has('IDLE')) return pause(ms, tools.cancelled);
      await within(() => looks.idle(inbox, ms, tools.cancelled));
    },
    fetch: ({ place }) => within(() => wholeMessage(connection, JSON.parse(place)), mostMessageBytes),
    remove: ({ place }) => within(() => removed(connection, JSON.parse(place))),
    close,
  };
}
