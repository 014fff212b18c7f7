import type { Grouping } from './group.js';
import { joined, type Message, type Side } from './message.js';
import { lineOf, readLine, safe, sortableTime } from './message-line.js';

/** One side's message as a line that sorts by recipient and time. */
export function waitingLine(message: Message): string {
  const { recipient, firstMs, joinedBy } = message;
  return lineOf([safe(recipient), sortableTime(firstMs), joinedBy, safe(recipient)], message);
}

/** As long as a message may be on its way: mail servers give up after 4 to 5 days (RFC 5321 §4.5.4.1). */
export const longestWayMs = 5 * 86_400_000;
/** Messages to one recipient that wait for their other half; of more the oldest is given up. */
const waitingAtMost = 1_000;

/**
 * Brings messages together that have no id in common, by recipient and in the order of time: what one side tells completes the oldest
 * message to the same recipient that lacks just that, if no two ids say otherwise.
 */
export function joining(tell: (message: Message) => void): Grouping {
  let recipient: string | undefined;
  let waiting: Message[] = [];
  const end = (): void => {
    waiting.forEach(tell);
    waiting = [];
  };
  return {
    push: (line) => {
      const { message } = readLine(line, 4);
      if (message.recipient !== recipient) end();
      recipient = message.recipient;
      const lasting = waiting.findIndex(({ firstMs }) => message.firstMs - firstMs <= longestWayMs);
      const gone = lasting < 0 ? waiting.length : Math.max(lasting, waiting.length - waitingAtMost + 1);
      waiting.splice(0, gone).forEach(tell);
      const half = waiting.find((other) => complete(other, message));
      if (half === undefined) waiting.push(message);
      else Object.assign(joined(half, message), { joinedBy: 'recipient' });
    },
    end,
  };
}

/** Whether two tell of one message: each has what the other lacks, and no id of theirs differs. */
function complete(one: Message, other: Message): boolean {
  return (
    agree(one.token, other.token) &&
    agree(one.messageId, other.messageId) &&
    agree(one.letter, other.letter) &&
    sidesAgree(one.relay, other.relay) &&
    sidesAgree(one.platform, other.platform)
  );
}

function agree(one: string, other: string): boolean {
  return one === '' || other === '' || one === other;
}

function sidesAgree(one: Side, other: Side): boolean {
  const sends = one.sentMs !== undefined && other.sentMs !== undefined;
  return !sends && !(isFinal(one) && isFinal(other));
}

function isFinal({ outcome }: Side): boolean {
  return outcome === 'delivered' || outcome === 'bounced';
}
