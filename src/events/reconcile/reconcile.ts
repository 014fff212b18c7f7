import type { MailEvent } from '../mail-event.js';
import { type Account, accountOf } from './account.js';
import { gathering } from './gather.js';
import { grouping } from './group.js';
import { joining, waitingLine } from './join.js';
import type { Message, Side } from './message.js';
import { lineOf, readLine, safe } from './message-line.js';
import { type StoreFacts, storeTally } from './store-facts.js';
import { type ReconciledMessage, type Verdicts, verdicts } from './totals.js';

/** Sorts more lines than memory holds, by their UTF-16 code units. */
export interface Sorter {
  readonly add: (lines: readonly string[]) => Promise<void>;
  readonly sorted: () => AsyncIterable<readonly string[]>;
  readonly close: () => Promise<void>;
}

export interface Reconciliation {
  /** Events of one body, in the order of receipt. */
  readonly addEvents: (events: readonly MailEvent[], receivedMs: number, via: 'push' | 'pull') => Promise<void>;
  readonly addReceipts: (accounts: readonly Account[]) => Promise<void>;
  /** To be asked once, after everything was added. */
  readonly judged: (request: JudgeRequest) => Judged;
  readonly close: () => Promise<void>;
}

export interface JudgeRequest extends Pick<StoreFacts, 'downtimes' | 'nowMs' | 'patienceMs'> {
  /** Of the message's first event; what is undefined is not a limit. */
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

export interface Judged {
  readonly facts: StoreFacts;
  readonly verdicts: Verdicts;
  /** What does not fit, as it is found. The verdicts are whole when they were all read. */
  readonly messages: AsyncIterable<readonly ReconciledMessage[]>;
}

/**
 * Brings together what the relay, the platform and our own receipts say of each message. Three sorts on disk: by Message-ID, which lends
 * its token to what has only that; by key and recipient; by recipient and time, for what one side alone knows. Memory does not grow with
 * the store.
 */
export function reconciliation(newSorter: () => Sorter): Reconciliation {
  const sorters = { byMessageId: newSorter(), byKey: newSorter(), byRecipient: newSorter() };
  const tally = storeTally();
  const gathered = gathering();
  const spill = async (): Promise<void> => {
    const { byKey, byMessageId } = gathered.empty();
    await sorters.byKey.add(byKey);
    await sorters.byMessageId.add(byMessageId);
  };
  return {
    addEvents: async (events, receivedMs, via) => {
      tally.add(events, receivedMs, via);
      for (const event of events) gathered.take(accountOf(event, receivedMs, via));
      if (gathered.isFull()) await spill();
    },
    addReceipts: async (accounts) => {
      accounts.forEach(gathered.take);
      if (gathered.isFull()) await spill();
    },
    judged: ({ sinceMs = -Infinity, untilMs = Infinity, ...rest }) => {
      const facts = { ...tally.sides(rest.nowMs), ...rest };
      const judging = verdicts(facts);
      const bothSpeak = facts.relay.events > 0 && facts.platform.events > 0;
      async function* messages(): AsyncGenerator<readonly ReconciledMessage[]> {
        await spill();
        await lendTokens(sorters.byMessageId, sorters.byKey);
        const isAsked = (firstMs: number): boolean => firstMs >= sinceMs && firstMs < untilMs;
        const tellOrdinary = (firstMs: number): void => {
          if (isAsked(firstMs)) judging.countOrdinary();
        };
        for await (const portion of allMessages(sorters, bothSpeak, tellOrdinary)) {
          const asked = portion.filter(({ firstMs }) => isAsked(firstMs));
          const found = asked.flatMap((message) => judging.judge(message) ?? []);
          if (found.length > 0) yield found;
        }
      }
      return { facts, verdicts: judging, messages: messages() };
    },
    close: async () => {
      await Promise.all(Object.values(sorters).map((sorter) => sorter.close()));
    },
  };
}

/** Moves what has only a Message-ID to the token that something else has besides that Message-ID. */
async function lendTokens(from: Sorter, to: Sorter): Promise<void> {
  let [before, token] = ['', ''];
  for await (const lines of from.sorted()) {
    const moved: string[] = [];
    for (const line of lines) {
      const { parts, message } = readLine(line, 4);
      const [messageId = '', , , recipient = ''] = parts;
      if (messageId !== before) [before, token] = [messageId, message.token];
      if (message.token !== '') continue;
      message.token = token;
      const key = token === '' ? `m${messageId}` : `t${safe(token)}`;
      moved.push(lineOf([key, recipient], message));
    }
    await to.add(moved);
  }
}

async function* allMessages(
  { byKey, byRecipient }: Readonly<Record<'byKey' | 'byRecipient', Sorter>>,
  bothSpeak: boolean,
  tellOrdinary: (firstMs: number) => void,
): AsyncGenerator<readonly Message[]> {
  let whole: Message[] = [];
  let halves: string[] = [];
  const tell = (message: Message): void => {
    if (!isMessage(message)) return;
    if (bothSpeak && isHalf(message)) halves.push(waitingLine(message));
    else whole.push(message);
  };
  const group = grouping({ tell, tellOrdinary });
  for await (const lines of byKey.sorted()) {
    lines.forEach(group.push);
    await byRecipient.add(halves);
    yield whole;
    [whole, halves] = [[], []];
  }
  group.end();
  await byRecipient.add(halves);
  yield whole;
  whole = [];
  const join = joining((message) => whole.push(message));
  for await (const lines of byRecipient.sorted()) {
    lines.forEach(join.push);
    yield whole;
    whole = [];
  }
  join.end();
  yield whole;
}

/** Opens and clicks alone say nothing of a message's way. */
function isMessage({ relay, platform, receipt }: Message): boolean {
  return receipt !== 'none' || saysMore(relay) || saysMore(platform);
}

function saysMore({ sentMs, acceptedMs, outcome, isSuppressed }: Side): boolean {
  return sentMs !== undefined || acceptedMs !== undefined || outcome !== 'none' || isSuppressed;
}

/** One side alone knows of it, and the other may know it by its recipient. */
function isHalf({ recipient, receipt, relay, platform }: Message): boolean {
  return recipient !== '' && receipt === 'none' && (relay.events === 0 || platform.events === 0);
}
