import { type Account, type Bond, bondOf } from './account.js';
import { emptyMessage, type Message, take } from './message.js';
import { lineOf, safe } from './message-line.js';

/** Messages that are gathered before they are sorted. What is told of one comes within minutes, and so most of it meets here. */
const messagesAtMost = 20_000;

/** Lines for the sorts. */
export interface Gathered {
  /** By key and recipient. */
  readonly byKey: readonly string[];
  /** By Message-ID: what has a token next to it (0), then what has none and may borrow one (1). */
  readonly byMessageId: readonly string[];
}

export interface Gathering {
  readonly take: (account: Account) => void;
  readonly isFull: () => boolean;
  readonly empty: () => Gathered;
}

/** What was said under an id: of one recipient, as nearly always, or of several. */
type Said = Message | Map<string, Message>;

const kinds = ['t', 'm', 'l', 'e'] as const satisfies readonly Bond['kind'][];

/** Apart by the kind of key: to put kind and id together for each event takes as long as to find the message. */
function nothing(): Record<Bond['kind'], Map<string, Said>> {
  return { t: new Map(), m: new Map(), l: new Map(), e: new Map() };
}

export function gathering(): Gathering {
  let said = nothing();
  let count = 0;
  const made = (key: string, recipient: string): Message => {
    count += 1;
    return emptyMessage(key, recipient);
  };
  const messageOf = ({ kind, id }: Bond, recipient: string): Message => {
    const known = said[kind].get(id);
    if (known === undefined) return put(said[kind], id, made(kind, recipient));
    if (known instanceof Map) return known.get(recipient) ?? put(known, recipient, made(kind, recipient));
    if (known.recipient === recipient) return known;
    const message = made(kind, recipient);
    said[kind].set(id, new Map([known, message].map((one) => [one.recipient, one])));
    return message;
  };
  return {
    take: (account) => take(messageOf(bondOf(account), account.recipient), account),
    isFull: () => count >= messagesAtMost,
    empty: () => {
      const lines = { byKey: [] as string[], byMessageId: [] as string[] };
      for (const kind of kinds)
        for (const [id, one] of said[kind])
          for (const message of one instanceof Map ? one.values() : [one]) addLines(lines, `${kind}${id}`, message);
      [said, count] = [nothing(), 0];
      return lines;
    },
  };
}

function put<Value>(map: Map<string, Value | Message>, key: string, message: Message): Message {
  map.set(key, message);
  return message;
}

function addLines(lines: Record<keyof Gathered, string[]>, key: string, message: Message): void {
  const { token, messageId, recipient } = message;
  const place = [safe(key), safe(recipient)];
  if (messageId !== '') lines.byMessageId.push(lineOf([safe(messageId), token === '' ? '1' : '0', ...place], message));
  if (messageId === '' || token !== '') lines.byKey.push(lineOf(place, message));
}
