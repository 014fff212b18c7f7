import type { EmailTrace } from '../field/read-trace.js';
import type { PathVerdict } from '../path/verdict.js';
import { redactLine } from './redact-line.js';

/** Where a message names persons. */
const namingFields = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'return-path',
  'delivered-to',
  'x-original-to',
  'envelope-to',
];

/**
 * Copies of a message without what is about a person, the most reticent first: the trace lines with placeholders, an author that the engine
 * asks for, and no other field or content. The first takes names of the person out of the hosts that the sender claims too. Which of them
 * has the verdict of the message is for the caller to find out.
 */
export function* redactedCopies(trace: EmailTrace, { hops }: Pick<PathVerdict, 'hops'>): Iterable<string> {
  const words = personalWords(trace);
  const copy = (wordsAt: (index: number) => readonly string[]): string =>
    copyOf(
      trace,
      trace.received.map(({ body }, index) => redactLine(body, wordsAt(index))),
    );
  yield copy((index) => (hops[index]?.standing === 'claimed' || !hops[index]?.accounted ? words : []));
  yield copy(() => []);
}

/** More are in no real header. */
const mostWords = 200;

/** The words of local parts and display names. */
function personalWords(trace: EmailTrace): readonly string[] {
  const tokens = namingFields.flatMap((name) => trace.field(name)).flatMap((body) => body.split(/[\s<>"(),:;]+/));
  const names = tokens.filter((token) => !token.startsWith('=?')).map((token) => token.replace(/@.*/, ''));
  const words = names.flatMap((name) => name.toLowerCase().split(/[^a-z0-9]+/));
  return [...new Set(words.filter((word) => word.length >= 3))].slice(0, mostWords);
}

function copyOf({ hasAuthor, earlyEnd, overLimit }: EmailTrace, lines: readonly string[]): string {
  const fields = [
    ...lines.map((line) => `Received: ${folded(line)}\n`),
    ...(overLimit === 'field-count' ? ['Received: redacted\n'] : []),
    ...(hasAuthor ? ['From: redacted@redacted.invalid\n'] : []),
    ...(hasAuthor || lines.length > 0 ? [] : ['Message-ID: <redacted@redacted.invalid>\n']),
  ];
  // Where the header ended above its trace, so does that of the copy.
  const below = earlyEnd === undefined ? '' : 'Received: redacted\n';
  return `${fields.join('')}\nRemoved by akrelay verify --redact.\n${below}`;
}

/** Folded again where writers fold: at tabs and at several blanks. Unfolded it is the same line (RFC 5322 §2.2.3). */
function folded(line: string): string {
  return line.replace(/(?<=\S)(?:\t|[ \t]{2,})(?=\S)/g, '\n$&');
}
