import type { ShownEvent } from '../../commands/events/show.js';

/** An event as one line of JSON, the raw event with its numbers as they came. */
export function eventJson(event: ShownEvent, more: object = {}): string {
  const fields = { ...more, ...eventFields(event) };
  const text = JSON.stringify(fields);
  if (event.rawText === undefined) return text;
  const { length } = JSON.stringify(fields.raw);
  return `${text.slice(0, -length - 1)}${event.rawText}}`;
}

/** An event as JSON shows it: what the provider left out is null, times are ISO 8601 UTC. */
function eventFields({ kind, source, word, atMs, recipient, ids, link, ...rest }: ShownEvent) {
  const { status, reason, isTest, receivedAt, id, identifiedBy, via, copy, raw } = rest;
  return {
    id,
    source,
    kind,
    word,
    at: isoTime(atMs) ?? null,
    receivedAt,
    recipient: recipient ?? null,
    ids: {
      token: ids.token ?? null,
      messageId: ids.messageId ?? null,
      event: ids.event ?? null,
      letter: ids.letter ?? null,
      issue: ids.issue ?? null,
      issueName: ids.issueName ?? null,
      profile: ids.profile ?? null,
    },
    link: link ?? null,
    status: status ?? null,
    reason: reason ?? null,
    isTest,
    identifiedBy,
    via,
    copy,
    raw,
  };
}

export function isoTime(atMs: number | undefined): string | undefined {
  return atMs === undefined || Math.abs(atMs) > 8.64e15 ? undefined : new Date(atMs).toISOString();
}
