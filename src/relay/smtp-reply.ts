/** A reply of an SMTP server (RFC 5321 §4.2), taken as it came. */
export interface SmtpReply {
  readonly replyCode: number;
  /** RFC 3463, `5.1.1`; undefined when the reply has none. */
  readonly enhancedStatusCode: string | undefined;
  /** The words without codes; lines joined by a space. */
  readonly text: string;
}

export type ReplyOutcome = 'accepted' | 'deferred' | 'rejected';

const line = /^(\d{3})(?:[ -]|$)(?:([245]\.\d{1,3}\.\d{1,3})(?: |$))?(.*)$/;
/** Sendsay's family `635 6.7.8` has an enhanced code of the same odd class (docs.sendsay.ru, read 2026-11). */
const oddLine = /^(6\d\d)(?:[ -]|$)(?:(\d\.\d{1,3}\.\d{1,3})(?: |$))?(.*)$/;

/**
 * Reads a reply, one line or several joined by line feeds. Undefined when its last line is not a reply at all, or when the
 * lines have different codes (RFC 5321 §4.2.1 wants one): who says two things has said neither.
 */
export function parseReply(raw: string): SmtpReply | undefined {
  const lines = raw
    .split(/\r?\n/)
    .filter((text) => text !== '')
    .map((text) => oddLine.exec(text) ?? line.exec(text));
  const last = lines.at(-1);
  if (!last || Number(last[1]) < 200) return undefined;
  if (lines.some((match) => match !== null && match[1] !== last[1])) return undefined;
  return {
    replyCode: Number(last[1]),
    enhancedStatusCode: lines.find((match) => match?.[2] !== undefined)?.[2],
    text: lines
      .map((match) => match?.[3]?.trim() ?? '')
      .filter((text) => text !== '')
      .join(' '),
  };
}

/**
 * What a reply means for what was asked: 2yz, 4yz, or a permanent refusal. 3yz where an end was expected, and Sendsay's codes above 599,
 * which lie outside SMTP's grammar, count as permanent refusals.
 */
export function outcomeOf({ replyCode }: SmtpReply): ReplyOutcome {
  if (replyCode < 300) return 'accepted';
  return replyCode >= 400 && replyCode < 500 ? 'deferred' : 'rejected';
}

/** The reply, or what a receipt keeps of one, as a person would quote it: `550 5.1.1 No such user`. */
export function formatReply({ replyCode, enhancedStatusCode, text }: QuotedReply): string {
  return [replyCode, enhancedStatusCode, text].filter((part) => (part ?? '') !== '').join(' ');
}

interface QuotedReply extends Pick<SmtpReply, 'replyCode' | 'text'> {
  readonly enhancedStatusCode: string | null | undefined;
}

/**
 * The id that the relay gave the message, out of its reply to the final dot; undefined when it names none.
 * Postfix: `queued as ID`; Exim: `OK id=ID`; sendmail: `ID Message accepted`; qmail: `ok NUMBER qp NUMBER`;
 * OpenSMTPD: `ID Message accepted for delivery`; Gmail: `OK  NUMBER ID - gsmtp`; Yandex: `queued on HOST NUMBER-ID`;
 * Amazon SES: `Ok ID` of hexadecimal digits and hyphens; Exchange: `<message id> [InternalId=NUMBER, Hostname=…] Queued mail`;
 * Haraka: `Message Queued (ID)`. As public reports and the servers' sources show them, 2026-11.
 */
export function queueIdOf({ text }: SmtpReply): string | undefined {
  const patterns = [
    /\[InternalId=(\d+)/i,
    /\bqueued on \S+ (?:as )?([\w-]+)/i,
    /\bmessage queued \(([\w.-]+)\)/i,
    /\bqueued(?: mail)?(?: for delivery)? as:? ?<?([\w.+=/-]+)/i,
    /\bid[=:] ?<?([\w.+=/@-]+)/i,
    /\b(?:ok )?(\d+ qp \d+)\b/i,
    /^([\w-]{6,}) message accepted/i,
    /^ok:?\s+(?:\d+ )?([\w.-]{6,}) - gsmtp/i,
    /^ok:? queued:? ?<?([\w.+=/-]{4,})/i,
    /^ok ([\da-f]{16,}(?:-[\da-f]+)*)$/i,
  ];
  for (const pattern of patterns) {
    const id = pattern.exec(text)?.[1];
    if (id !== undefined) return id;
  }
  return undefined;
}
