import { outcomeOf, type ReplyOutcome, type SmtpReply } from './smtp-reply.js';

/** The relay's replies to one message. */
export interface Delivery {
  /** In the order of the forward paths. */
  readonly recipients: readonly SmtpReply[];
  /** The command that these replies answer: a refusal of MAIL stands for every recipient. */
  readonly answered: 'mail' | 'rcpt';
  /**
   * The reply to the message itself, or to DATA when that was refused; `lost` when the final dot has left and no clear
   * answer to it came; undefined when no recipient was accepted.
   */
  readonly final: SmtpReply | 'lost' | undefined;
}

/** The same, when the relay took its answer to the message back. */
export function doubted(delivery: Delivery): Delivery {
  return typeof delivery.final === 'object' ? { ...delivery, final: 'lost' } : delivery;
}

/** What a send proves. `maybe-accepted`: the relay has the message, but no clear answer to it came. */
export type SendOutcome = 'accepted' | 'partly-accepted' | 'deferred' | 'rejected' | 'maybe-accepted';

export type RecipientOutcome = ReplyOutcome | 'unknown';

/** What the replies prove for one recipient: its own reply first, then the one to the whole message. */
export function recipientOutcome(reply: SmtpReply, final: Delivery['final']): RecipientOutcome {
  const own = outcomeOf(reply);
  if (own !== 'accepted' || final === undefined) return own;
  return final === 'lost' ? 'unknown' : outcomeOf(final);
}

/** What the replies prove for the message. When every recipient is refused, one that may work later makes it `deferred`. */
export function sendOutcome({ recipients, final }: Delivery): SendOutcome {
  const all = recipients.map((reply) => recipientOutcome(reply, final));
  if (all.includes('unknown')) return 'maybe-accepted';
  if (all.every((outcome) => outcome === 'accepted')) return 'accepted';
  if (all.includes('accepted')) return 'partly-accepted';
  return all.includes('deferred') ? 'deferred' : 'rejected';
}

/** The reply to quote for a message that nobody got. */
export function decidingReply(delivery: Delivery): SmtpReply | undefined {
  const outcome = sendOutcome(delivery);
  const replies = [...delivery.recipients, ...(typeof delivery.final === 'object' ? [delivery.final] : [])];
  return replies.find((reply) => outcomeOf(reply) === outcome);
}
