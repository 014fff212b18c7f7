import { recipientKey } from '../identity.js';
import type { EventKind, EventSource, MailEvent } from '../mail-event.js';

/** Who says it. The receipt is what `akrelay send` itself saw of its own message. */
export type Witness = 'relay' | 'platform' | 'receipt';

export const witnessOf: Readonly<Record<EventSource, 'relay' | 'platform'>> = {
  sendsay: 'relay',
  altcraft: 'platform',
};

/** What is said. `reported` is a report of delivery without its outcome, `other` all that says nothing of delivery: opens, clicks … */
export type Step =
  | 'sent'
  | 'accepted'
  | 'refused'
  | 'suppressed'
  | 'delivered'
  | 'reported'
  | 'soft-bounce'
  | 'hard-bounce'
  | 'bounce'
  | 'other';

/** What one witness says of one message to one recipient. */
export interface Account {
  readonly witness: Witness;
  readonly step: Step;
  /** Of the event, else of its receipt. */
  readonly atMs: number;
  readonly receivedMs: number;
  /** Fetched by `--pull`, not posted. */
  readonly isPulled: boolean;
  readonly recipient: string;
  readonly token: string;
  readonly messageId: string;
  /** Altcraft's id of the message to one recipient. */
  readonly letter: string;
  /** The provider's id of the event. */
  readonly event: string;
  readonly status: string;
  readonly issue: string;
}

const steps: Readonly<Partial<Record<EventKind, Step>>> = {
  sent: 'sent',
  accepted: 'accepted',
  suppressed: 'suppressed',
  delivered: 'delivered',
  delivery: 'reported',
  'soft-bounce': 'soft-bounce',
  'hard-bounce': 'hard-bounce',
  bounce: 'bounce',
};

/** More of what a provider says is of no use in a list, and what a stranger can send must not grow. */
const longest = 300;

export function accountOf(event: MailEvent, receivedMs: number, via: 'push' | 'pull'): Account {
  const { ids, status, reason, recipient } = event;
  return {
    witness: witnessOf[event.source],
    step: steps[event.kind] ?? 'other',
    atMs: event.atMs ?? receivedMs,
    receivedMs,
    isPulled: via === 'pull',
    recipient: recipient === undefined ? '' : recipientKey(recipient).slice(0, longest),
    token: cut(ids.token),
    messageId: cut(ids.messageId),
    letter: cut(ids.letter),
    event: cut(ids.event),
    status: status === undefined && reason === undefined ? '' : cut(`${status ?? ''} ${reason ?? ''}`.trim()),
    issue: cut(ids.issueName ?? ids.issue),
  };
}

function cut(text: string | undefined): string {
  if (text === undefined) return '';
  return text.length > longest ? text.slice(0, longest) : text;
}

/**
 * What the accounts of one message have in common, the best first: the token (`X-Letter-Id`), which both sides can give back; the
 * Message-ID; the platform's own id; none of them for an account that is alone until its recipient is looked at.
 */
export function bondOf({ token, messageId, letter, event, witness, atMs, step }: Account): Bond {
  if (token !== '') return { kind: 't', id: token };
  if (messageId !== '') return { kind: 'm', id: messageId };
  return letter !== '' ? { kind: 'l', id: letter } : { kind: 'e', id: `${witness} ${step} ${event} ${atMs}` };
}

export interface Bond {
  readonly kind: 't' | 'm' | 'l' | 'e';
  readonly id: string;
}
