import { type Delivery, recipientOutcome, sendOutcome } from '../../relay/delivery.js';
import type { Receipt, ReplyFacts } from '../../relay/receipt.js';
import { queueIdOf, type SmtpReply } from '../../relay/smtp-reply.js';
import type { Envelope, SmtpSession } from '../../world/smtp/smtp.js';
import type { Letter } from './letter.js';
import type { Via } from './via.js';

export interface ReceiptParts {
  readonly via: Via;
  readonly letter: Letter;
  readonly envelope: Envelope;
  readonly delivery: Delivery;
  readonly session: Pick<SmtpSession, 'facts' | 'timings'>;
  readonly startedAt: Date;
  readonly totalMs: number;
}

/** Everything that one attempt proves. */
export function receiptOf({ via, letter, envelope, delivery, session, startedAt, totalMs }: ReceiptParts): Receipt {
  const { facts } = session;
  const final = typeof delivery.final === 'object' ? delivery.final : undefined;
  const { host, port, tls, auth } = via.sender.relay;
  return {
    outcome: sendOutcome(delivery),
    startedAt: startedAt.toISOString(),
    sender: via.sender.name,
    virtualSender: via.virtual ?? null,
    token: letter.token ?? null,
    messageId: letter.messageId,
    changes: letter.changes,
    relay: {
      host,
      port,
      address: facts.address,
      tls,
      auth,
      greeting: facts.greeting.text,
      ehloName: facts.ehloName,
      extensions: facts.extensions,
    },
    envelope: { reversePath: envelope.reversePath, forwardPaths: envelope.forwardPaths },
    recipients: delivery.recipients.map((reply, index) => ({
      forwardPath: envelope.forwardPaths[index] ?? '',
      answered: delivery.answered,
      outcome: recipientOutcome(reply, delivery.final),
      ...replyFacts(reply),
    })),
    finalReply: final ? replyFacts(final) : null,
    queueId: (final && queueIdOf(final)) ?? null,
    sizeBytes: letter.bytes.length,
    tls: facts.tls ?? null,
    timings: { ...session.timings(), totalMs: Math.round(totalMs * 10) / 10 },
  };
}

/** A reply in the words of the receipt. */
export function replyFacts({ replyCode, enhancedStatusCode, text }: SmtpReply): ReplyFacts {
  return { replyCode, enhancedStatusCode: enhancedStatusCode ?? null, text };
}
