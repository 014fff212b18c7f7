import type { MailEvent, Mappings, StorePlace } from '../../events/index.js';
import type { LineSorter } from '../files/disk-sort.js';
import type { WebAnswer, WebRequest } from '../web/ask-web.js';
import type { ListenEvent, ListenRequest } from './listen.js';
import type { EventStore } from './store.js';

export interface ListenCall extends Omit<ListenRequest, 'writer' | 'pseudonym'> {
  readonly store: StorePlace;
  /** How the columns of a table are filled; files keep what came. */
  readonly mappings: Mappings;
  /** Where each body is passed on to. */
  readonly forward: string | undefined;
}

export interface Listening {
  /** What a crash left and was repaired, in sentences. */
  readonly repaired: readonly string[];
  /** `ready` first. Ends when everything is closed, after Ctrl-C or SIGTERM. */
  readonly events: AsyncIterable<readonly ListenEvent[]>;
}

/** Everything about events that touches the machine. */
export interface EventsRoom {
  /** A folder of files, or ClickHouse. `damaged` hears of each record that reading leaves out because it is not as it was written. */
  readonly openStore: (store: StorePlace, mappings: Mappings, damaged?: () => void) => Promise<EventStore>;
  /** Whether an event was asked about before; 16 to 48 bytes for each. */
  readonly copyFinder: () => (event: MailEvent) => boolean;
  /** Sorts on disk, in the folder, else in that of the system. */
  readonly newSorter: (folder: string | undefined) => LineSorter;
  /** Receives until Ctrl-C or SIGTERM. */
  readonly listen: (call: ListenCall) => Promise<Listening>;
  /** One web request; nothing is followed. */
  readonly ask: (request: Omit<WebRequest, 'cancelled' | 'mask'>) => Promise<WebAnswer>;
}
