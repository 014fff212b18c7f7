import { AkrelayError, type ErrorKind } from '../../errors.js';
import { requiredFields } from '../../relay/letter.js';
import type { ProofStep } from '../../relay/proof.js';
import type { ProofReceipt } from '../../relay/proof-receipt.js';
import type { Receipt } from '../../relay/receipt.js';
import { formatReply } from '../../relay/smtp-reply.js';
import type { TranscriptLine } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import { sendOne } from '../send/one.js';
import type { SendOptions } from '../send/options.js';
import type { Prepared } from '../send/prepare.js';
import { stopwatch } from '../stopwatch.js';
import type { ProveOptions } from './options.js';
import { failedStep, proofStep } from './step.js';

/** The options of `send` for one message of a proof. */
export function sendOptionsOf(sender: string, { from, to, consent, mailbox }: ProveOptions): SendOptions {
  return {
    sender,
    relay: undefined,
    virtual: undefined,
    from,
    envelopeFrom: undefined,
    to,
    cc: [],
    content: { kind: 'composed', subject: undefined, text: undefined, html: undefined, attach: [], headerFields: [] },
    ca: mailbox.ca,
    session: {
      ehlo: undefined,
      tlsName: undefined,
      clientCertificate: undefined,
      family: undefined,
      sourceAddress: undefined,
    },
    receipt: undefined,
    save: undefined,
    consent,
    totalMs: mailbox.timeoutMs,
    stopAfter: undefined,
    transcript: 'off',
    dsn: undefined,
    retries: 0,
    count: 1,
    rate: undefined,
  };
}

export interface SentProof {
  readonly step: ProofStep;
  /** Undefined: the relay did not take the message, so nothing is to be waited for. */
  readonly receipt: ProofReceipt | undefined;
  /** What `send` would have printed. */
  readonly sent: Receipt | undefined;
  readonly transcript: readonly TranscriptLine[];
  readonly error: ErrorKind | undefined;
}

/** Sends the message; what the relay refuses is a step that failed, not an error. */
export async function sendForProof(prepared: Prepared, options: SendOptions, world: World): Promise<SentProof> {
  const transcript: TranscriptLine[] = [];
  const observed = {
    ...prepared,
    access: { ...prepared.access, observe: (line: TranscriptLine) => void transcript.push(line) },
  };
  const tookMs = stopwatch(world);
  try {
    const { receipt } = await sendOne(observed, options, world);
    return {
      step: stepOf(receipt, tookMs()),
      receipt: proofReceiptOf(receipt),
      sent: receipt,
      transcript,
      error: undefined,
    };
  } catch (error) {
    if (!(error instanceof AkrelayError) || error.kind === 'cancelled') throw error;
    const sent = error.data['receipt'] as Receipt | undefined;
    return { step: failedStep('send', error, tookMs()), receipt: undefined, sent, transcript, error: error.kind };
  }
}

function proofReceiptOf({ startedAt, sender, token, messageId, envelope }: Receipt): ProofReceipt {
  const { forwardPaths } = envelope;
  return { schema: 'akrelay/prove-receipt@1', sentAt: startedAt, sender, token: token ?? '', messageId, forwardPaths };
}

function stepOf({ outcome, finalReply, token, recipients }: Receipt, tookMs: number): ProofStep {
  const said =
    finalReply === null
      ? 'no clear reply'
      : formatReply({ ...finalReply, enhancedStatusCode: finalReply.enhancedStatusCode ?? undefined });
  const evidence = `${said}; token ${token}, with ${requiredFields.join(', ')}`;
  if (outcome === 'accepted') return proofStep('send', 'pass', evidence, tookMs);
  const taken = recipients.filter((one) => one.outcome === 'accepted').length;
  return outcome === 'partly-accepted'
    ? proofStep('send', 'warn', `accepted for ${taken} of ${recipients.length} recipients: ${evidence}`, tookMs, {
        finding: 'prove-partly-sent',
        fix: 'See the replies with: akrelay send',
      })
    : proofStep('send', 'warn', `the relay possibly accepted the message: ${evidence}`, tookMs, {
        finding: 'prove-maybe-sent',
        fix: 'Wait for the message; akrelay does not send it again.',
      });
}
