import { AkrelayError } from '../../errors.js';
import { earliest, type FoundIn, moved } from './found.js';
import { askServer, type HttpPlace, NotThere, textOf } from './http.js';
import {
  type Mailbox,
  type MailboxLimits,
  type MailpitAccess,
  type MessageKey,
  mostMessageBytes,
} from './mailboxes.js';
import { fieldsHaveKey } from './matching.js';
import { pause } from './pause.js';

/** As Mailpit's API lists it (its OpenAPI document, read 2026-11-28). */
interface Listed {
  readonly id: string;
  readonly createdMs: number | undefined;
}

const pageSize = 100;
/** The newest; Mailpit itself keeps 500 unless told otherwise. */
const mostListed = 1_000;
const mostListBytes = 8 * 1024 * 1024;
const mostHeaderBytes = 2 * 1024 * 1024;
const pollMs = 1_000;

export interface MailpitTools {
  readonly cancelled: AbortSignal;
  readonly mask: (text: string) => string;
}

/**
 * The messages of a Mailpit, by its HTTP API: the list, then the header of each that was not looked at yet. Neither marks a message
 * as read, as the summary of one would.
 */
export function openMailpit(access: MailpitAccess, limits: MailboxLimits, tools: MailpitTools): Mailbox {
  const server: HttpPlace = { ...access, ...tools, timeoutMs: limits.timeoutMs };
  const seen = new Set<string>();
  return {
    folders: () => ['inbox'],
    find: async (key) => {
      const found: FoundIn[] = [];
      for (const { id, createdMs } of await list(server)) {
        const asked = JSON.stringify([id, key]);
        if (seen.has(asked)) continue;
        if (await isWanted(server, id, key))
          found.push({ folder: 'inbox', kind: 'inbox', place: id, arrivedMs: createdMs });
        else seen.add(asked);
      }
      return earliest(found);
    },
    changed: (withinMs) => pause(Math.min(withinMs, pollMs), tools.cancelled),
    fetch: async ({ place }) =>
      askServer(server, { method: 'GET', path: `message/${place}/raw`, mostBytes: mostMessageBytes }).catch((error) => {
        throw error instanceof NotThere ? moved('inbox', server.url) : error;
      }),
    remove: async ({ place }) => {
      await askServer(server, {
        method: 'DELETE',
        path: 'messages',
        mostBytes: mostHeaderBytes,
        body: JSON.stringify({ IDs: [place] }),
      });
      return 'deleted';
    },
    close: async () => undefined,
  };
}

/** Each once: what comes in between two pages moves the last of one to the next. */
async function list(server: HttpPlace): Promise<readonly Listed[]> {
  const all = new Map<string, Listed>();
  for (let start = 0; start < mostListed; start += pageSize) {
    const path = `messages?start=${start}&limit=${pageSize}`;
    const page = await json(server, path, mostListBytes);
    const messages = isMap(page) && Array.isArray(page['messages']) ? page['messages'] : undefined;
    if (messages === undefined) throw notMailpit(server.url);
    for (const one of messages.slice(0, pageSize)) {
      const { ID: id, Created: created } = isMap(one) ? one : {};
      // It becomes a part of the next address.
      if (typeof id !== 'string' || !/^[\w-]{1,100}$/.test(id)) throw notMailpit(server.url);
      const createdMs = Date.parse(String(created));
      all.set(id, { id, createdMs: Number.isNaN(createdMs) ? undefined : createdMs });
    }
    if (messages.length < pageSize) break;
  }
  return [...all.values()];
}

async function isWanted(server: HttpPlace, id: string, key: MessageKey): Promise<boolean> {
  const header = await json(server, `message/${id}/headers`, mostHeaderBytes).catch(unlessGone);
  if (!isMap(header)) throw notMailpit(server.url);
  const bodies = (name: string): string[] =>
    Object.entries(header).flatMap(([field, values]) =>
      field.toLowerCase() === name && Array.isArray(values) ? values.map(String) : [],
    );
  return fieldsHaveKey(bodies('x-letter-id'), bodies('message-id'), key);
}

/** One that was deleted since it was listed has no header. */
function unlessGone(error: unknown): object {
  if (error instanceof NotThere) return {};
  throw error;
}

async function json(server: HttpPlace, path: string, mostBytes: number): Promise<unknown> {
  const bytes = await askServer(server, { method: 'GET', path, mostBytes });
  try {
    return JSON.parse(textOf(bytes));
  } catch {
    throw notMailpit(server.url);
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notMailpit(url: string): AkrelayError {
  return new AkrelayError('protocol', {
    message: `${url} is not Mailpit.`,
    hint: 'Use the URL of its web interface, such as http://127.0.0.1:8025.',
    data: { id: 'mailbox-protocol' },
  });
}
