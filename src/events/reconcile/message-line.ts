import { emptyMessage, type Message, type Outcome, type Side } from './message.js';

/** A message as a line that sorts by what is before it. Parts are parted by tabs; the last is JSON, which writes a tab as an escape. */
export function lineOf(parts: readonly string[], message: Message): string {
  const { token, messageId, letter, issue, receipt, firstMs, lastMs, relay, platform } = message;
  const values = [token, messageId, letter, issue, receipt, firstMs, lastMs, ...valuesOf(relay), ...valuesOf(platform)];
  return `${parts.join('\t')}\t${JSON.stringify(values)}`;
}

/** A list, since the names of the fields would make most of the line. */
function valuesOf(side: Side): unknown[] {
  const { events, sentMs, acceptedMs, isSuppressed, outcome, outcomeMs, status } = side;
  const rest = [side.others, side.copies, side.pulled, side.longestWayMs];
  return side.events === 0 ? [0] : [events, sentMs, acceptedMs, isSuppressed, outcome, outcomeMs, status, ...rest];
}

const sideLength = 11;

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
  const [key = '', recipient = ''] = found.slice(-2);
  const message = emptyMessage(key, plain(recipient));
  fill(message, JSON.parse(line.slice(begin)) as Values);
  return { parts: found, message };
}

// biome-ignore lint/suspicious/noExplicitAny: what lineOf wrote
type Values = any[];

function fill(message: Message, values: Values): void {
  const [token, messageId, letter, issue, receipt, firstMs, lastMs, ...sides] = values;
  Object.assign(message, { token, messageId, letter, issue, receipt, firstMs, lastMs });
  fillSide(message.relay, sides);
  fillSide(message.platform, sides.slice(sides[0] === 0 ? 1 : sideLength));
}

function fillSide(side: Side, values: Values): void {
  if (values[0] === 0) return;
  const [events, sentMs, acceptedMs, isSuppressed, outcome, outcomeMs, status, others, copies, pulled, longestWayMs] =
    values;
  side.events = events;
  side.sentMs = sentMs ?? undefined;
  side.acceptedMs = acceptedMs ?? undefined;
  side.isSuppressed = isSuppressed;
  side.outcome = outcome as Outcome;
  side.outcomeMs = outcomeMs ?? undefined;
  side.status = status;
  side.others = others;
  side.copies = copies;
  side.pulled = pulled;
  side.longestWayMs = longestWayMs;
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
