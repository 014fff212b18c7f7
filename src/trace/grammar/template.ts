import { blanks, isSlot, type SlotName, slotSources } from './slots.js';

/** A line of a writer, ready for matching. */
export interface Template {
  readonly expression: RegExp;
  /** Names of the capturing groups, in order. */
  readonly slots: readonly SlotName[];
}

/**
 * Compiles a line as a writer prints it:
 *
 * - `<slot>` stands in for a part that changes; `<slot:kind>` for one with what is in another slot, `<slot=expression>`
 *   for one that this writer fills in its own way
 * - `{ … }` may be left out, `{ … }*` may repeat, `{ … | … }!` is one of them
 * - a space is white space of any length; every other character stands for itself
 *
 * Letter case is ignored, as in RFC 5321 §2.4. The slots end where the text behind them begins, so that there is one way
 * at most to fit a line, found in linear time.
 */
export function compileTemplate(text: string): Template {
  const slots: SlotName[] = [];
  const source = `^${pieces(text)
    .map((piece) => sourceOf(piece, slots))
    .join('')}$`;
  return { expression: new RegExp(source, 'i'), slots };
}

/**
 * The texts between slots that every such line holds, in this order, in lower case and with one space for any white space: a
 * test of a line that takes no compiling.
 */
export function fixedTexts(text: string): readonly string[] {
  let fixed = begin + text.replace(/<[^>]+>/g, '\n').toLowerCase();
  for (let before = ''; before !== fixed; ) {
    before = fixed;
    fixed = fixed.replace(/\{[^{}]*\}[*!]?/g, '\n');
  }
  return fixed.split('\n').filter((one) => one.trim() !== '');
}

/** Stands in for the beginning of a line. */
const begin = '^';

/** A line as its fixed texts are looked for in it. */
export function flattened(line: string): string {
  return begin + line.toLowerCase().replace(/\s+/g, ' ');
}

/** How often a flattened line names a server after `by`, quoted local parts left out: those end in slots that know them. */
export function countOfBy(line: string): number {
  const unquoted = line.replace(/"(?:[^"\\]|\\.)*(?:"(@?))?/g, (whole, at) => (at === '@' ? '' : whole));
  return unquoted.match(/[ ^]by (?!\(|authid |uid )/g)?.length ?? 0;
}

/** Whether a flattened line holds these texts. Blanks at their ends may be the same one. */
export function holds(texts: readonly string[], line: string): boolean {
  let at = 0;
  return texts.every((text) => {
    const found = line.indexOf(text, at);
    at = found + text.trimEnd().length;
    return found >= 0;
  });
}

/** The same line as far as it fits: matches the longest beginning, which may be empty. */
export function compileBeginning(text: string): RegExp {
  const steps = pieces(text).map((piece) => sourceOf(piece, []));
  return new RegExp(`^${steps.reduceRight((rest, step) => `(?:${step}${rest})?`, '')}`, 'i');
}

const piece = /<[^>]+>|\{|\}[*!]?|\||[ \t]+|[^<{}| \t]+/g;

function pieces(text: string): readonly string[] {
  const steps: string[] = [];
  let depth = 0;
  for (const [found] of text.matchAll(piece)) {
    if (depth > 0) steps.push((steps.pop() ?? '') + found);
    else steps.push(found);
    depth += found === '{' ? 1 : found.startsWith('}') ? -1 : 0;
  }
  return steps;
}

function sourceOf(text: string, slots: SlotName[]): string {
  return [...text.matchAll(piece)].map(([found]) => partOf(found, slots)).join('');
}

function partOf(found: string, slots: SlotName[]): string {
  if (found.startsWith('<')) return slotSource(found.slice(1, -1), slots);
  if (found === '{') return '(?:';
  if (found.startsWith('}')) return found === '}' ? ')?' : found === '}!' ? ')' : ')*';
  if (found === '|') return '|';
  return /^[ \t]/.test(found) ? blanks : found.replace(/[.*+?^$()[\]\\/]/g, '\\$&');
}

function slotSource(slot: string, slots: SlotName[]): string {
  const [, name = '', kind = name, narrowed] = /^([^=:]+)(?::(\w+))?(?:=(.*))?$/s.exec(slot) ?? [];
  const source = narrowed?.replaceAll(' ', blanks) ?? slotSources[kind as keyof typeof slotSources];
  if (source === undefined) throw new TypeError(`no slot is called ${slot}`);
  if (!isSlot(name)) return `(?:${source})`;
  slots.push(name);
  // The tag of an IPv6 literal (RFC 5321 §4.1.3) is not part of the address.
  return name === 'address' || name === 'own' ? `(?:IPv6:)?(${source})` : `(${source})`;
}
