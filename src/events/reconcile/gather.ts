import { type Account, keyOf } from './account.js';
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

export function gathering(): Gathering {
  let messages = new Map<string, { readonly key: string; readonly message: Message }>();
  return {
    take: (account) => {
      const key = keyOf(account);
      const place = `${key.length} ${key}${account.recipient}`;
      let known = messages.get(place);
      if (known === undefined) {
        known = { key, message: emptyMessage(key, account.recipient) };
        messages.set(place, known);
      }
      take(known.message, account);
    },
    isFull: () => messages.size >= messagesAtMost,
    empty: () => {
      const lines = { byKey: [] as string[], byMessageId: [] as string[] };
      for (const { key, message } of messages.values()) {
        const { token, messageId, recipient } = message;
        const place = [safe(key), safe(recipient)];
        if (messageId !== '')
          lines.byMessageId.push(lineOf([safe(messageId), token === '' ? '1' : '0', ...place], message));
        if (messageId === '' || token !== '') lines.byKey.push(lineOf(place, message));
      }
      messages = new Map();
      return lines;
    },
  };
}
