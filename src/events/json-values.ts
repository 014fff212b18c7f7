/** How deep events may nest: what is deeper could not be written down again. */
export const deepest = 64;

/**
 * The JSON values of a text that holds one or more of them, one after another with nothing or white space between (Sendsay's
 * "JSON Stream"). Undefined where the text is anything else.
 */
export function jsonValues(text: string): readonly unknown[] | undefined {
  const whole = parsed(text);
  if (whole !== undefined) return [whole.value];
  const values: unknown[] = [];
  for (const part of jsonTexts(text)) {
    const read = part === undefined ? undefined : parsed(part);
    if (read === undefined) return undefined;
    values.push(read.value);
  }
  return values.length === 0 ? undefined : values;
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The texts of the objects and arrays; undefined for what is between them and is not white space. */
export function* jsonTexts(text: string): Generator<string | undefined> {
  for (let start = nextMark(text, 0); start < text.length; ) {
    const end = opens(text.charCodeAt(start)) ? endOf(text, start) : -1;
    if (end < 0) return yield undefined;
    yield text.slice(start, end);
    start = nextMark(text, end);
  }
}

/** The place of the next character that is not white space of JSON (RFC 8259 §2). */
export function nextMark(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return at;
}

/** The place after the object or array that begins at `start`, by its brackets; -1 where it does not end. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (opens(code)) depth += 1;
    else if (closes(code) && --depth === 0) return at + 1;
    else if (code === 0x22) at = endOfString(text, at);
  }
  return -1;
}

/** The place of the quote that closes a string; the end of the text where none does. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at += 1;
  }
  return text.length;
}

/** The place after the value of valid JSON that begins at `start`. */
export function endOfValue(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (opens(code)) return endOf(text, start);
  if (code === 0x22) return endOfString(text, start) + 1;
  let at = start;
  while (at < text.length && !',]} \t\r\n'.includes(text.charAt(at))) at += 1;
  return at;
}

function opens(code: number): boolean {
  return code === 0x7b || code === 0x5b;
}

function closes(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}

/** Whether a value nests deeper than `levels`. */
export function isDeeper(value: unknown, levels: number): boolean {
  return isBranch(value) && (levels === 0 || hasDeeper(value, levels - 1));
}

function hasDeeper(branch: Record<string, unknown>, levels: number): boolean {
  for (const key in branch) {
    const value = branch[key];
    // Most values are leaves: a call for each takes as long as all the rest.
    if (isBranch(value) && (levels === 0 || hasDeeper(value, levels - 1))) return true;
  }
  return false;
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
