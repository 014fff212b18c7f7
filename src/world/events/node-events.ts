import path from 'node:path';
import { boundedChannel } from './channel.js';
import type { EventsRoom, ListenCall, Listening } from './events-room.js';
import { fileStore } from './file-store.js';
import { type Forwarder, startForwarder } from './forwarder.js';
import type { ListenEvent } from './listen.js';
import { askWeb } from './post.js';
import { startReceiver } from './receiver.js';

/** How long requests in hand may take to end: less than the program is given after Ctrl-C or SIGTERM (3 s). */
const patienceMs = 2_500;
/** Lines that wait for a slow reader of stdout. */
const toldAtMost = 1_000;

export function nodeEvents(cwd: string, cancelled: AbortSignal, mask: (text: string) => string): EventsRoom {
  return {
    openStore: (store, mappings, damaged) => fileStore(path.resolve(cwd, store), mappings, damaged),
    listen: (call) => listen(call, path.resolve(cwd, call.store), cancelled),
    ask: (request) => askWeb({ ...request, cancelled, mask }),
  };
}

/** `folder` is that of the store: what is passed on is read from its files. */
async function listen(call: ListenCall, folder: string, cancelled: AbortSignal): Promise<Listening> {
  const { writer, repaired } = await fileStore(folder).openWriter(cancelled);
  const channel = boundedChannel<ListenEvent>(toldAtMost, (count) => ({ event: 'untold', count }));
  let forwarder: Forwarder | undefined;
  try {
    forwarder =
      call.forward === undefined ? undefined : await startForwarder({ folder, url: call.forward, tell: channel.tell });
    const receiver = await startReceiver({ ...call, writer }, channel.tell);
    channel.tell({ event: 'ready', host: call.host, port: receiver.port, tls: call.tls !== undefined });
    void stopRequested(cancelled).then(async () => {
      await receiver.close(patienceMs);
      await forwarder?.close().catch(() => undefined);
      await writer.close();
      channel.close();
    });
  } catch (error) {
    await forwarder?.close();
    await writer.close();
    throw error;
  }
  return { repaired, events: channel.items };
}

function stopRequested(cancelled: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    cancelled.addEventListener('abort', () => resolve(), { once: true });
    if (cancelled.aborted) resolve();
  });
}
