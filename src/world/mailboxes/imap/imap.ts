import { AkrelayError } from '../../../errors.js';
import { kindByName } from '../folder-names.js';
import { earliest, type FoundIn, noSuchFolder } from '../found.js';
import {
  type FolderKind,
  type ImapAccess,
  type Mailbox,
  type MailboxLimits,
  type MessageKey,
  mostMessageBytes,
} from '../mailboxes.js';
import { hasKey } from '../matching.js';
import { pause } from '../pause.js';
import { connectImap, type ImapConnection, type ImapTools } from './connection.js';

interface Folder {
  readonly path: string;
  readonly kind: FolderKind;
}

/** Where a message is: of a folder that was recreated the numbers mean others (RFC 9051 §2.3.1.1). */
interface Place {
  readonly path: string;
  readonly uid: number;
  readonly uidValidity: string;
}

/** So many of the newest messages are looked at where the server's own search finds nothing: some know no header but the usual. */
const lookedAt = 300;
const mostFolders = 20;
const mostMatches = 50;
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

/** The folders asked for; else the inbox, those for unwanted mail, and that of all mail, last, where there is one. */
async function foldersOf(
  { folders: asked }: ImapAccess,
  { client, server }: ImapConnection,
): Promise<readonly Folder[]> {
  const listed = (await client.list()).filter(
    ({ flags }) => ![...flags].some((flag) => /^\\no(?:select|nexistent)$/i.test(flag)),
  );
  const all = listed.map(({ path, delimiter, specialUse }) => ({
    path,
    specialUse,
    kind: specialUse === '\\Junk' ? ('junk' as const) : kindByName(path, delimiter),
  }));
  if (asked === undefined) {
    const usual = all.filter(({ kind }) => kind !== 'other');
    const rest = all.filter(({ kind, specialUse }) => kind === 'other' && specialUse === '\\All');
    return [...usual.sort((a, b) => Number(a.kind === 'junk') - Number(b.kind === 'junk')), ...rest].slice(
      0,
      mostFolders,
    );
  }
  return asked.map((name) => {
    const found = all.find(
      ({ path }) =>
        path === name ||
        path.normalize('NFC') === name.normalize('NFC') ||
        (/^inbox$/i.test(name) && /^inbox$/i.test(path)),
    );
    if (found !== undefined) return found;
    throw noSuchFolder(
      name,
      server,
      all.map(({ path }) => path),
    );
  });
}

/** Looks into folders, and remembers how far each was looked at for a key. */
class Looks {
  readonly #connection: ImapConnection;
  /** The next UID of each folder when it was last looked at, by key and folder. */
  readonly #next = new Map<string, number>();

  constructor(connection: ImapConnection) {
    this.#connection = connection;
  }

  /** The messages of a folder with the key. */
  async in({ path, kind }: Folder, key: MessageKey): Promise<FoundIn[]> {
    const { client } = this.#connection;
    const { uidValidity, uidNext = 1, exists } = await client.mailboxOpen(path, { readOnly: true });
    const asked = JSON.stringify([path, key]);
    const from = this.#next.get(asked) ?? Math.max(1, uidNext - lookedAt);
    this.#next.set(asked, uidNext);
    this.#next.set(path, uidNext);
    if (exists === 0) return [];
    const bySearch = await client.search(searchFor(key), { uid: true }).catch(unlessGone);
    const named = Array.isArray(bySearch) ? bySearch.slice(0, mostMatches) : [];
    const byHeader = named.length > 0 ? await this.#matching(named.join(','), key) : [];
    const uids = byHeader.length > 0 || from >= uidNext ? byHeader : await this.#matching(`${from}:*`, key);
    return uids.map(({ uid, arrivedMs }) => ({
      folder: path,
      kind,
      arrivedMs,
      place: JSON.stringify({ path, uid, uidValidity: String(uidValidity) } satisfies Place),
    }));
  }

  /** A search finds a part of a field too: the fields themselves decide. */
  async #matching(range: string, key: MessageKey): Promise<{ uid: number; arrivedMs: number | undefined }[]> {
    const query = { uid: true, internalDate: true, headers: ['X-Letter-Id', 'Message-ID', 'From'] };
    const found: { uid: number; arrivedMs: number | undefined }[] = [];
    for await (const { uid, headers, internalDate } of this.#connection.client.fetch(range, query, { uid: true })) {
      if (headers === undefined || !hasKey(headers, key)) continue;
      const arrivedMs = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
      found.push({ uid, arrivedMs: Number.isNaN(arrivedMs) ? undefined : arrivedMs });
    }
    return found.slice(0, mostMatches);
  }

  /** Waits in IDLE (RFC 2177) until mail comes into the folder, or the time is up. */
  async idle({ path }: Folder, ms: number, cancelled: AbortSignal): Promise<void> {
    const { client } = this.#connection;
    const { uidNext } = await client.mailboxOpen(path, { readOnly: true });
    // What came since the last look is not told again.
    if (uidNext !== this.#next.get(path)) return;
    let heard: () => void = () => undefined;
    const told = new Promise<void>((resolve) => {
      heard = resolve;
    });
    client.once('exists', heard);
    client.once('close', heard);
    try {
      const idle = client.idle().catch(() => undefined);
      await Promise.race([told, pause(ms, cancelled)]);
      // The next command ends it.
      await Promise.all([idle, client.noop()]);
    } finally {
      client.off('exists', heard);
      client.off('close', heard);
    }
  }
}

function searchFor({ token, messageId }: MessageKey) {
  const either = [
    ...(token === undefined ? [] : [{ header: { 'X-Letter-Id': token } }, { header: { 'Message-ID': token } }]),
    ...(messageId === undefined ? [] : [{ header: { 'Message-ID': messageId } }]),
  ];
  const [only] = either;
  return either.length === 1 && only !== undefined ? only : { or: either };
}

/** A server may refuse a search, and its connection be whole: then the headers are looked at. */
function unlessGone(error: { readonly responseStatus?: string }): undefined {
  if (error.responseStatus === 'NO' || error.responseStatus === 'BAD') return undefined;
  throw error;
}

async function wholeMessage({ client, server }: ImapConnection, place: Place): Promise<Uint8Array> {
  await openAgain({ client, server }, place, 'examine');
  const message = await client.fetchOne(String(place.uid), { uid: true, source: true }, { uid: true });
  if (message === false || message.source === undefined) throw gone(server, place.path);
  return message.source;
}

/** Without UIDPLUS (RFC 4315), EXPUNGE would remove what others have marked too. */
async function removed({ client, server }: ImapConnection, place: Place): Promise<'deleted' | 'marked'> {
  await openAgain({ client, server }, place, 'select');
  const canExpunge = client.capabilities.has('UIDPLUS') || client.enabled.has('IMAP4REV2');
  const done = canExpunge
    ? await client.messageDelete(String(place.uid), { uid: true })
    : await client.messageFlagsAdd(String(place.uid), ['\\Deleted'], { uid: true });
  if (done) return canExpunge ? 'deleted' : 'marked';
  throw new AkrelayError('protocol', {
    message: `${server} did not delete the message.`,
    hint: 'Check that the account is allowed to delete messages in the folder.',
    data: { id: 'mailbox-refused' },
  });
}

async function openAgain(
  { client, server }: Pick<ImapConnection, 'client' | 'server'>,
  { path, uidValidity }: Place,
  how: 'examine' | 'select',
): Promise<void> {
  const opened = await client.mailboxOpen(path, { readOnly: how === 'examine' });
  if (String(opened.uidValidity) !== uidValidity) throw gone(server, path);
}

function gone(server: string, folder: string): AkrelayError {
  return new AkrelayError('input-missing', {
    message: `The message is no longer in ${folder} of ${server}.`,
    hint: 'A person or a filter moved or deleted it: run the command again.',
  });
}
