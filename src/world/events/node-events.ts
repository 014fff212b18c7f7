import path from 'node:path';
import { boundedChannel } from './channel.js';
import type { EventsRoom, ListenCall, Listening } from './events-room.js';
import { fileStore } from './file-store.js';
import { type Forwarder, startForwarder } from './forwarder.js';
import type { ListenEvent } from './listen.js';
import { askWeb } from './post.js';
import { startReceiver } from './receiver.js';
import type { EventStore } from './store.js';

/** How long requests in hand may take to end: less than a container is given before it is killed (10 s), less than Ctrl-C is (3 s). */
const patienceMs = { terminated: 8_000, cancelled: 2_500 };
/** Lines that wait for a slow reader of stdout. */
const toldAtMost = 1_000;

export function nodeEvents(cwd: string, cancelled: AbortSignal, mask: (text: string) => string): EventsRoom {
  const openStore: EventsRoom['openStore'] = (store, mappings, damaged) =>
    fileStore(path.resolve(cwd, store), mappings, damaged);
  return {
    openStore,
    listen: (call) => listen(call, openStore(call.store, call.mappings), path.resolve(cwd, call.store), cancelled),
    ask: (request) => askWeb({ ...request, cancelled, mask }),
  };
}

/** `folder` is that of the store: what is passed on is read from its files. */
async function listen(call: ListenCall, store: EventStore, folder: string, cancelled: AbortSignal): Promise<Listening> {
  const { writer, repaired } = await store.openWriter(cancelled);
  const channel = boundedChannel<ListenEvent>(toldAtMost, (count) => ({ event: 'untold', count }));
  let forwarder: Forwarder | undefined;
  try {
    forwarder =
      call.forward === undefined ? undefined : await startForwarder({ folder, url: call.forward, tell: channel.tell });
    const receiver = await startReceiver({ ...call, writer }, channel.tell);
    channel.tell({ event: 'ready', host: call.host, port: receiver.port, tls: call.tls !== undefined });
    void stopRequested(cancelled).then(async (why) => {
      await receiver.close(patienceMs[why]);
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

/** Service managers and containers end a program with SIGTERM. A second one ends it at once. */
function stopRequested(cancelled: AbortSignal): Promise<keyof typeof patienceMs> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve('terminated'));
    cancelled.addEventListener('abort', () => resolve('cancelled'), { once: true });
    if (cancelled.aborted) resolve('cancelled');
  });
}
