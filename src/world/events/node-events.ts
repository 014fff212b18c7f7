import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { isTerminated } from '../../errors.js';
import type { Mappings, StorePlace } from '../../events/index.js';
import { lineSorter } from '../files/disk-sort.js';
import { askWeb } from '../web/ask-web.js';
import { boundedChannel } from './channel.js';
import type { EventsRoom, ListenCall, Listening } from './events-room.js';
import { fileStore } from './file-store.js';
import { type Forwarder, startForwarder } from './forwarder.js';
import { idOf } from './identify.js';
import type { ListenEvent } from './listen.js';
import { startReceiver } from './receiver.js';
import { seenSet } from './seen.js';
import type { EventStore } from './store.js';

/** How long requests in progress may take to end: a little less than the program is given after Ctrl-C and after SIGTERM. */
const patienceMs = { ctrlC: 2_500, terminated: 7_500 };
/** Lines that wait for a slow reader of stdout. */
const toldAtMost = 1_000;

export function nodeEvents(cwd: string, cancelled: AbortSignal, mask: (text: string) => string): EventsRoom {
  const open = async (place: StorePlace, mappings: Mappings, damaged = (): void => undefined): Promise<EventStore> => {
    if (typeof place === 'string') return fileStore(path.resolve(cwd, place), mappings, damaged);
    const { clickHouseStore } = await import('./clickhouse/clickhouse-store.js');
    return clickHouseStore({ place, mappings, damaged, mask });
  };
  return {
    openStore: open,
    copyFinder: () => {
      const seen = seenSet();
      return (event) => !seen.add(idOf(event));
    },
    newSorter: (folder) =>
      lineSorter({ folder: folder === undefined ? undefined : path.resolve(cwd, folder), cancelled }),
    listen: async (call) => listen(call, await open(call.store, call.mappings), cwd, cancelled),
    ask: (request) => askWeb({ ...request, cancelled, mask }),
  };
}

async function listen(call: ListenCall, store: EventStore, cwd: string, cancelled: AbortSignal): Promise<Listening> {
  const { writer, repaired } = await store.openWriter(cancelled);
  const channel = boundedChannel<ListenEvent>(toldAtMost, (count) => ({ event: 'untold', count }));
  const pseudonym = `akrelay-${randomBytes(8).toString('hex')}`;
  let forwarder: Forwarder | undefined;
  try {
    // What is passed on is read from the files of the store.
    if (call.forward !== undefined && typeof call.store === 'string')
      forwarder = await startForwarder({
        folder: path.resolve(cwd, call.store),
        url: call.forward,
        pseudonym,
        tell: channel.tell,
      });
    const receiver = await startReceiver({ ...call, writer, pseudonym }, channel.tell);
    channel.tell({ event: 'ready', host: call.host, port: receiver.port, tls: call.tls !== undefined });
    void stopRequested(cancelled).then(async () => {
      const patience = isTerminated(cancelled) ? patienceMs.terminated : patienceMs.ctrlC;
      await Promise.all([receiver.close(patience), forwarder?.close(patience).catch(() => undefined)]);
      await writer.close();
      channel.close();
    });
  } catch (error) {
    await forwarder?.close(0).catch(() => undefined);
    await writer.close();
    throw error;
  }
  return { repaired, events: channel.batches };
}

function stopRequested(cancelled: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    cancelled.addEventListener('abort', () => resolve(), { once: true });
    if (cancelled.aborted) resolve();
  });
}
