import { fieldAt, textAt } from './field-at.js';
import type { EventKind, MailEvent, RawEvent } from './mail-event.js';
import type { Mapping } from './mapping.js';
import { readTime } from './read-time.js';

/** A raw event in our words. Never throws: what cannot be read is undefined, and the raw event stays beside it. */
export function readEvent(raw: RawEvent, mapping: Mapping): MailEvent {
  const { fields } = mapping;
  const [status, reason, time] = [textAt(raw, fields.status), textAt(raw, fields.reason), textAt(raw, fields.time)];
  const { word, kind } = kindOf(raw, mapping);
  return {
    source: mapping.source,
    kind: kind === 'delivery' || kind === 'bounce' ? outcomeOf(kind, status, reason) : kind,
    word,
    atMs: time === undefined ? undefined : readTime(time, mapping.zone),
    recipient: textAt(raw, fields.recipient),
    ids: {
      token: textAt(raw, fields.token),
      messageId: textAt(raw, fields.messageId)?.replace(/^<(.*)>$/, '$1'),
      event: textAt(raw, fields.event),
      letter: textAt(raw, fields.letter),
      issue: textAt(raw, fields.issue),
      issueName: textAt(raw, fields.issueName),
      profile: textAt(raw, fields.profile),
    },
    link: textAt(raw, fields.link),
    status,
    reason,
    isTest: fields.test.some((name) => [true, 1, '1', 'true'].includes(fieldAt(raw, name) as string)),
    raw,
  };
}

/** The areas of Sendsay's statistics API, by which an event without a known word is told. */
const areas = [
  ['deliv', 'delivery'],
  ['delivstream', 'delivery'],
  ['click', 'click'],
  ['read', 'unique-open'],
  ['unsub', 'unsubscribe'],
] as const satisfies readonly (readonly [string, EventKind])[];

function kindOf(
  raw: RawEvent,
  { source, fields, words }: Mapping,
): { readonly word: string; readonly kind: EventKind } {
  const found = fields.kind.flatMap((name) => textAt(raw, [name]) ?? []);
  for (const word of found) {
    const key = word.toLowerCase().replaceAll(/[\s-]+/g, '_');
    if (Object.hasOwn(words, key)) return { word, kind: words[key] ?? 'other' };
  }
  const [word = ''] = found;
  if (source !== 'sendsay') return { word, kind: 'other' };
  const keys = Object.keys(raw);
  const area = areas.find(([name]) => keys.some((key) => key === name || key.startsWith(`${name}.`)));
  return { word, kind: area?.[1] ?? 'other' };
}

/**
 * How a delivery ended. Status 1 is delivered in the one public program that reads it; `bounced` is the API's word (facts of 2026-11).
 * A reply code in the status or the reason says whether a failure is for good (RFC 5321 §4.2.1); 635 is Sendsay's own and counts as that.
 */
function outcomeOf(kind: 'delivery' | 'bounce', status: string | undefined, reason: string | undefined): EventKind {
  if (kind === 'delivery' && status !== undefined && /^(1|ok|delivered|success)$/i.test(status)) return 'delivered';
  const code = [status, reason].flatMap((text) => /^([2456])\d\d\b/.exec(text ?? '')?.[1] ?? [])[0];
  if (code === '5' || code === '6') return 'hard-bounce';
  if (code === '4') return 'soft-bounce';
  if (code === '2') return kind === 'delivery' ? 'delivered' : 'bounce';
  return status === undefined ? kind : 'bounce';
}
