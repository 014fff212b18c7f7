/** Who reported it: the relay's webhook, or the platform's Action Hooks and history. */
export const eventSources = ['sendsay', 'altcraft'] as const;
export type EventSource = (typeof eventSources)[number];

/**
 * What happened to a message, in the field's words: RFC 3464 (delivered, failed), RFC 5965 (complaint), Altcraft's reports for the rest.
 * `sent` is handed to the relay, `accepted` taken over by it. `delivery` is a report of delivery that does not say how it ended,
 * `bounce` a failure that does not say whether it is permanent. `other` is a word that we do not know: the raw event has it.
 */
export const eventKinds = [
  'sent',
  'accepted',
  'suppressed',
  'delivered',
  'delivery',
  'soft-bounce',
  'hard-bounce',
  'bounce',
  'complaint',
  'open',
  'unique-open',
  'read',
  'skimmed',
  'glanced',
  'click',
  'unique-click',
  'unsubscribe',
  'resubscribe',
  'subscribe',
  'confirm',
  'reply',
  'other',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** What is looked for in a raw event. */
export const eventFields = [
  'kind',
  'time',
  'recipient',
  'token',
  'messageId',
  'event',
  'letter',
  'issue',
  'issueName',
  'profile',
  'link',
  'status',
  'reason',
  'test',
] as const;
export type EventField = (typeof eventFields)[number];

export type RawEvent = Readonly<Record<string, unknown>>;

/** One event of one message. What the provider left out is undefined. */
export interface MailEvent {
  readonly source: EventSource;
  readonly kind: EventKind;
  /** The provider's own word for the kind; empty where it gave none. */
  readonly word: string;
  /** Milliseconds since 1970, UTC. */
  readonly atMs: number | undefined;
  readonly recipient: string | undefined;
  readonly ids: EventIds;
  /** The address that was clicked, as reported. */
  readonly link: string | undefined;
  /** The provider's status and what it says about it: `1`, `550 5.1.1 No such user`. */
  readonly status: string | undefined;
  readonly reason: string | undefined;
  readonly isTest: boolean;
  /** The event as it came. A number with more digits than JSON.parse keeps is the string of its digits. */
  readonly raw: RawEvent;
  /** Its JSON on one line, with the numbers as they came; undefined where that is `raw` written anew. */
  readonly rawText?: string;
}

export interface EventIds {
  /** `X-Letter-Id` of the message: what `akrelay send` calls its token. */
  readonly token: string | undefined;
  /** `Message-ID` of the message (RFC 5322 §3.6.4), without angle brackets. */
  readonly messageId: string | undefined;
  /** The provider's id of the event itself. */
  readonly event: string | undefined;
  /** Altcraft's id of the message to one recipient: SMID and the like. */
  readonly letter: string | undefined;
  /** Sendsay's issue or Altcraft's campaign, by id and by name (`X-Campaign-Id`). */
  readonly issue: string | undefined;
  readonly issueName: string | undefined;
  readonly profile: string | undefined;
}
