import { AkrelayError } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import { type Delivery, decidingReply } from '../../relay/delivery.js';
import { formatHostPort } from '../../relay/host-port.js';
import type { Receipt } from '../../relay/receipt.js';
import { refusalHint } from '../../relay/refusal-hints.js';
import { formatReply } from '../../relay/smtp-reply.js';
import type { WrittenFiles } from './one.js';

/**
 * How the command ends. Accepted in whole, in part, or perhaps are answers; a message that nobody got is a failure, and
 * carries the receipt in its JSON.
 */
export function exitOf(receipt: Receipt, delivery: Delivery, written: WrittenFiles): ExitName {
  if (receipt.outcome === 'accepted') return 'done';
  if (receipt.outcome === 'partly-accepted') return 'no';
  if (receipt.outcome === 'maybe-accepted') return 'unknown';
  const reply = decidingReply(delivery);
  const deferred = receipt.outcome === 'deferred';
  throw new AkrelayError(deferred ? 'temporary' : 'rejected', {
    message: `${formatHostPort(receipt.relay)} ${deferred ? 'refuses the message temporarily' : 'refuses the message'}: ${reply ? formatReply(reply) : 'no reason given'}`,
    details: [
      ...repliesIn(receipt, delivery),
      ...(written.receipt === undefined ? [] : [`receipt: ${written.receipt}`]),
      ...(written.copy === undefined ? [] : [`message: ${written.copy}`]),
    ],
    hint: deferred
      ? 'Try again later. Some relays refuse an unknown address at first (greylisting).'
      : refusalHint(reply ?? nothing, receipt.relay),
    data: { id: deferred ? 'message-deferred' : 'message-refused', receipt },
  });
}

const nothing = { replyCode: 0, enhancedStatusCode: undefined, text: '' };

/** Each reply next to its command. */
function repliesIn({ recipients, envelope, finalReply }: Receipt, { answered }: Delivery): string[] {
  const [first] = recipients;
  if (answered === 'mail' && first) return [`MAIL FROM:<${envelope.reversePath}>: ${formatReply(first)}`];
  const own = recipients.map((one) => `RCPT TO:<${one.forwardPath}>: ${formatReply(one)}`);
  return finalReply === null ? own : [...own, `the message: ${formatReply(finalReply)}`];
}
