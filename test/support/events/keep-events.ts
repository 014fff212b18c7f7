import path from 'node:path';
import { fileStore } from '../../../src/world/events/file-store.js';
import type { EventStore, ReceivedBody } from '../../../src/world/events/store.js';

/** A body as the receiver takes it in. */
export function receivedBody(text: string, more: Partial<ReceivedBody> = {}): ReceivedBody {
  return {
    receivedAt: '2026-11-28T06:00:00.000Z',
    source: 'altcraft',
    peer: '127.0.0.1',
    contentType: 'application/json',
    format: 'json',
    encoding: 'identity',
    bytes: Buffer.from(text),
    ...more,
  };
}

/** Puts events of all sorts into the folder's default store; hostile ones among them. */
export async function keepEvents(cwd: string, bodies: readonly ReceivedBody[] = allSorts): Promise<void> {
  await keepIn(fileStore(path.join(cwd, 'akrelay-events')), bodies);
}

export async function keepIn(store: EventStore, bodies: readonly ReceivedBody[]): Promise<void> {
  const { writer } = await store.openWriter(new AbortController().signal);
  for (const body of bodies) await writer.append(body);
  await writer.close();
}

/** What a stranger would like a terminal, a page or a table to take for its own. */
export const hostile = '\u001b[2J\u202e<script>alert(1)</script>\n=cmd|"/c calc"!A1\u0007';

export const allSorts: readonly ReceivedBody[] = [
  receivedBody(
    JSON.stringify([
      { event_type: 'deliv', event_date: '2026-11-28T05:00:00Z', email: 'ann@example.com', smid: 'w1' },
      {
        event_type: 'hbounce',
        event_date: '2026-11-28T05:00:01Z',
        email: 'bob@example.com',
        reason: '550 5.1.1 No such user',
      },
      {
        event_type: 'click',
        event_date: '2026-11-28T05:00:02Z',
        email: 'ann@example.com',
        event_data: { link_url: 'https://a.example/' },
      },
      {
        event_type: 'click',
        event_date: '2026-11-28T05:00:02Z',
        email: 'ann@example.com',
        event_data: { link_url: 'https://a.example/' },
      },
    ]),
  ),
  receivedBody(
    JSON.stringify({
      events: [
        {
          event: 'delivery',
          'gate.uniq': 'akrelay-1',
          'deliv.status': '1',
          'deliv.dt': '2026-11-28 08:00:00',
          'member.email': 'ann@example.com',
        },
        { event: hostile, member: { email: hostile }, gate: { uniq: hostile }, note: hostile },
        { event: 'delivery', 'deliv.dt': 'yesterday' },
      ],
    }),
    { source: 'sendsay', receivedAt: '2026-11-28T06:01:00.000Z' },
  ),
];
