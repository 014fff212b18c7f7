import type { FoundIn } from '../found.js';
import type { MessageKey } from '../mailboxes.js';
import { hasKey } from '../matching.js';
import { pause } from '../pause.js';
import type { ImapConnection } from './connection.js';
import type { Folder } from './folders.js';
import type { Place } from './messages.js';

/** So many of the newest messages are looked at where the server's own search finds nothing: some know no header but the usual. */
const lookedAt = 300;
const mostMatches = 50;

/** Looks into folders, and remembers how far each was looked at for a key. */
export class Looks {
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
