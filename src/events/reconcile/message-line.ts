import { emptySide, isOrdinary, joinedByKey, type Message, type Side } from './message.js';

/**
 * A message as a line that sorts by what is before it. Parts are parted by tabs; the last is JSON, which writes a tab as an escape. Before
 * it stands the time of an ordinary message, which can then be counted without being read.
 */
export function lineOf(parts: readonly string[], message: Message): string {
  const { token, messageId, letter, issue, receipt, firstMs, lastMs, relay, platform } = message;
  const sides = [valuesOf(relay, firstMs), valuesOf(platform, firstMs)];
  const ordinary = isOrdinary(message) ? firstMs : '';
  return `${parts.join('\t')}\t${ordinary}\t${JSON.stringify([firstMs, lastMs - firstMs, receipt, token, messageId, letter, issue, ...sides])}`;
}

/**
 * A list, since the names of the fields would make most of the line; times since the first, which are short. What most sides have is
 * first, and the rest is left out where there is none of it.
 */
function valuesOf(side: Side, firstMs: number): unknown {
  const { events, outcome, status, longestWayMs, isSuppressed, others, copies, pulled } = side;
  if (events === 0) return 0;
  const since = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms - firstMs);
  const values = [events, outcome, since(side.outcomeMs), status, longestWayMs, since(side.sentMs)];
  const hasMore = isSuppressed || side.acceptedMs !== undefined || others + copies + pulled > 0;
  return hasMore ? [...values, since(side.acceptedMs), isSuppressed, others, copies, pulled] : values;
}

/** The message of a line of these parts, of which the last two are its key and its recipient. */
export function readLine(
  line: string,
  parts: number,
): { readonly parts: readonly string[]; readonly message: Message } {
  const found: string[] = [];
  let begin = 0;
  for (let i = 0; i < parts; i++) {
    const end = line.indexOf('\t', begin);
    found.push(line.slice(begin, end));
    begin = end + 1;
  }
  begin = line.indexOf('\t', begin) + 1;
  const [key = '', recipient = ''] = [found[parts - 2], found[parts - 1]];
  return { parts: found, message: messageOf(key, plain(recipient), JSON.parse(line.slice(begin)) as Values) };
}

/** The key of a line that begins with it and the recipient, and its time where the message is an ordinary one. */
export function glance(line: string): { readonly key: string; readonly ordinaryMs: number | undefined } {
  const end = line.indexOf('\t');
  const begin = line.indexOf('\t', end + 1) + 1;
  const time = line.slice(begin, line.indexOf('\t', begin));
  return { key: line.slice(0, end), ordinaryMs: time === '' ? undefined : Number(time) };
}

// biome-ignore lint/suspicious/noExplicitAny: what lineOf wrote
type Values = any[];

function messageOf(key: string, recipient: string, values: Values): Message {
  const firstMs: number = values[0];
  return {
    recipient,
    token: values[3],
    messageId: values[4],
    letter: values[5],
    issue: values[6],
    joinedBy: joinedByKey(key),
    firstMs,
    lastMs: firstMs + values[1],
    receipt: values[2],
    relay: sideOf(values[7], firstMs),
    platform: sideOf(values[8], firstMs),
  };
}

function sideOf(values: Values | 0, firstMs: number): Side {
  if (values === 0) return emptySide();
  const at = (since: number | null | undefined): number | undefined =>
    since === null || since === undefined ? undefined : firstMs + since;
  return {
    events: values[0],
    sentMs: at(values[5]),
    acceptedMs: at(values[6]),
    isSuppressed: values[7] ?? false,
    outcome: values[1],
    outcomeMs: at(values[2]),
    status: values[3],
    others: values[8] ?? 0,
    copies: values[9] ?? 0,
    pulled: values[10] ?? 0,
    longestWayMs: values[4],
  };
}

/** Makes times sort as texts, those before 1970 too. */
const epochShift = 1e14;

export function sortableTime(ms: number): string {
  return String(Math.round(ms) + epochShift).padStart(15, '0');
}

/** Tabs, line feeds and halves of characters as JSON writes them: a stranger's text must not part a line, nor change on disk. */
export function safe(text: string): string {
  return /[\u0000-\u001f"\\\ud800-\udfff]/.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}

function plain(text: string): string {
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}
