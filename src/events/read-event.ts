import { type FoundFields, fieldAt, findFields, type NameIndex, nameIndex } from './find-fields.js';
import type { EventKind, EventSource, MailEvent, RawEvent } from './mail-event.js';
import type { Mapping } from './mapping.js';
import { readTime } from './read-time.js';

/** A raw event in our words. Never throws: what cannot be read is undefined, and the raw event stays next to it. */
export function readEvent(raw: RawEvent, mapping: Mapping): MailEvent {
  const { index, kinds } = readyFor(mapping);
  const found = findFields(raw, index);
  const { texts } = found;
  const [status, reason] = [texts[fieldAt.status] || undefined, texts[fieldAt.reason] || undefined];
  const [time, messageId] = [texts[fieldAt.time] || undefined, texts[fieldAt.messageId] || undefined];
  const test = texts[fieldAt.test];
  const { word, kind } = kindOf(raw, found, mapping.source, kinds);
  return {
    source: mapping.source,
    kind: kind === 'delivery' || kind === 'bounce' ? outcomeOf(kind, status, reason) : kind,
    word,
    atMs: time === undefined ? undefined : readTime(time, mapping.zone),
    recipient: texts[fieldAt.recipient] || undefined,
    ids: {
      token: texts[fieldAt.token] || undefined,
      messageId: messageId?.replace(/^<(.*)>$/, '$1'),
      event: texts[fieldAt.event] || undefined,
      letter: texts[fieldAt.letter] || undefined,
      issue: texts[fieldAt.issue] || undefined,
      issueName: texts[fieldAt.issueName] || undefined,
      profile: texts[fieldAt.profile] || undefined,
    },
    link: texts[fieldAt.link] || undefined,
    status,
    reason,
    isTest: test === 'true' || test === '1',
    raw,
  };
}

type Kinds = ReadonlyMap<string, EventKind>;

/** The names and words of a mapping, made ready once: millions of events are read by one mapping. */
function readyFor(mapping: Mapping): { readonly index: NameIndex; readonly kinds: Kinds } {
  const known = ready.get(mapping);
  if (known !== undefined) return known;
  const made = { index: nameIndex(mapping.fields), kinds: new Map(Object.entries(mapping.words)) };
  ready.set(mapping, made);
  return made;
}

const ready = new WeakMap<Mapping, ReturnType<typeof readyFor>>();

/** The areas of Sendsay's statistics API, by which an event without a known word is told. */
const areas = [
  ['deliv', 'delivery'],
  ['delivstream', 'delivery'],
  ['click', 'click'],
  ['read', 'unique-open'],
  ['unsub', 'unsubscribe'],
] as const satisfies readonly (readonly [string, EventKind])[];

/** The first word that we know, else the first word. */
function kindOf(raw: RawEvent, { words }: FoundFields, source: EventSource, kinds: Kinds) {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]?.text ?? '';
    const kind = kinds.get(word) ?? kinds.get(word.toLowerCase().replaceAll(/[\s-]+/g, '_'));
    if (kind !== undefined) return { word, kind };
  }
  const word = words[0]?.text ?? '';
  return { word, kind: (source === 'sendsay' ? kindOfArea(raw) : undefined) ?? 'other' };
}

function kindOfArea(raw: RawEvent): EventKind | undefined {
  const keys = Object.keys(raw);
  return areas.find(([name]) => keys.some((key) => key === name || key.startsWith(`${name}.`)))?.[1];
}

/**
 * How a delivery ended. Status 1 is delivered in the one public program that reads it; `bounced` is the API's word (facts of 2026-11).
 * A reply code in the status or the reason says whether a failure is permanent (RFC 5321 §4.2.1); 635 is Sendsay's own and counts as that.
 */
function outcomeOf(kind: 'delivery' | 'bounce', status: string | undefined, reason: string | undefined): EventKind {
  if (kind === 'delivery' && status !== undefined && /^(1|ok|delivered|success)$/i.test(status)) return 'delivered';
  const code = [status, reason].flatMap((text) => /^([2456])\d\d\b/.exec(text ?? '')?.[1] ?? [])[0];
  if (code === '5' || code === '6') return 'hard-bounce';
  if (code === '4') return 'soft-bounce';
  if (code === '2') return kind === 'delivery' ? 'delivered' : 'bounce';
  return status === undefined ? kind : 'bounce';
}
