import { type FoundFields, findFields, type NameIndex, nameIndex, textIn } from './find-fields.js';
import type { EventField, EventKind, MailEvent, RawEvent } from './mail-event.js';
import type { Mapping } from './mapping.js';
import { readTime } from './read-time.js';

/** A raw event in our words. Never throws: what cannot be read is undefined, and the raw event stays next to it. */
export function readEvent(raw: RawEvent, mapping: Mapping): MailEvent {
  const found = findFields(raw, indexOf(mapping));
  const of = (field: EventField): string | undefined => textIn(found, field);
  const [status, reason, time] = [of('status'), of('reason'), of('time')];
  const { word, kind } = kindOf(raw, found, mapping);
  return {
    source: mapping.source,
    kind: kind === 'delivery' || kind === 'bounce' ? outcomeOf(kind, status, reason) : kind,
    word,
    atMs: time === undefined ? undefined : readTime(time, mapping.zone),
    recipient: of('recipient'),
    ids: {
      token: of('token'),
      messageId: of('messageId')?.replace(/^<(.*)>$/, '$1'),
      event: of('event'),
      letter: of('letter'),
      issue: of('issue'),
      issueName: of('issueName'),
      profile: of('profile'),
    },
    link: of('link'),
    status,
    reason,
    isTest: ['true', '1'].includes(of('test') ?? ''),
    raw,
  };
}

const indexes = new WeakMap<Mapping, NameIndex>();

/** The names of a mapping, made ready once: millions of events are read by one mapping. */
function indexOf(mapping: Mapping): NameIndex {
  const known = indexes.get(mapping);
  if (known !== undefined) return known;
  const made = nameIndex(mapping.fields);
  indexes.set(mapping, made);
  return made;
}

/** The areas of Sendsay's statistics API, by which an event without a known word is told. */
const areas = [
  ['deliv', 'delivery'],
  ['delivstream', 'delivery'],
  ['click', 'click'],
  ['read', 'unique-open'],
  ['unsub', 'unsubscribe'],
] as const satisfies readonly (readonly [string, EventKind])[];

/** The first word that we know, else the first word. */
function kindOf(raw: RawEvent, found: FoundFields, { source, words }: Mapping) {
  for (const { text: word } of found.words) {
    const kind = kindOfWord(word, words);
    if (kind !== undefined) return { word, kind };
  }
  const word = found.words[0]?.text ?? '';
  return { word, kind: (source === 'sendsay' ? kindOfArea(raw) : undefined) ?? 'other' };
}

function kindOfWord(word: string, words: Mapping['words']): EventKind | undefined {
  if (Object.hasOwn(words, word)) return words[word];
  const key = word.toLowerCase().replaceAll(/[\s-]+/g, '_');
  return Object.hasOwn(words, key) ? words[key] : undefined;
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
