import { singleSpaced } from '../field/header-text.js';
import { blanks, isSlot, type SlotName, slotSources } from './slots.js';

/** A line of a writer, ready for matching. */
export interface Template {
  readonly match: (line: string) => RegExpExecArray | null;
  /** The places of the groups of such a match. */
  readonly placesOf: (match: RegExpExecArray) => RegExpIndicesArray | undefined;
  /** Names of the capturing groups, in order. */
  readonly slots: readonly SlotName[];
}

/**
 * So many lines are matched with the places of groups, which takes three times as long; then without, as few ask for places. V8 takes
 * a millisecond or two to compile the other expression.
 */
const firstLines = 100;

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
  const source = wholeOf(text, groupsOf(slots));
  const placing = once(() => new RegExp(source, 'di'));
  const plain = once(() => new RegExp(source, 'i'));
  let lines = 0;
  return {
    match: (line) => (lines++ < firstLines ? placing() : plain()).exec(line),
    placesOf: ({ indices, input }) => indices ?? placing().exec(input)?.indices,
    slots,
  };
}

/** The same line with a group for each of its parts and the places of all groups. */
export interface Parts {
  readonly expression: RegExp;
  /** Of each group: what is in the slot, or undefined for words that are the writer's own. */
  readonly kinds: readonly (string | undefined)[];
}

/** Compiles a line so that each part of it can be told from the others: of what repeats, the last one. */
export function compileParts(text: string): Parts {
  const kinds: (string | undefined)[] = [];
  const group: Group = (source, slot) => {
    kinds.push(slot);
    return `(${source})`;
  };
  return { expression: new RegExp(wholeOf(text, group), 'di'), kinds };
}

function wholeOf(text: string, group: Group): string {
  return `^${pieces(text)
    .map((piece) => sourceOf(piece, group))
    .join('')}$`;
}

/** Makes it when it is first asked for, and keeps it. */
export function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * The texts between slots that every such line holds, in this order, in lower case and with one space for any white space: a
 * test of a line that takes no compiling. The line begins with the first of them, which may be empty.
 */
export function fixedTexts(text: string): readonly string[] {
  let fixed = text.replace(/<[^>]+>/g, '\n').toLowerCase();
  for (let before = ''; before !== fixed; ) {
    before = fixed;
    fixed = fixed.replace(/\{[^{}]*\}[*!]?/g, '\n');
  }
  const [begin = '', ...others] = fixed.split('\n');
  return [begin, ...others.filter((one) => one.trim() !== '')];
}

/** A line as its fixed texts are looked for in it. */
export function flattened(line: string): string {
  return singleSpaced(line.toLowerCase());
}

/** How often a flattened line names a server after `by`, quoted local parts left out: those end in slots that know them. */
export function countOfBy(line: string): number {
  const unquoted = line.includes('"') ? withoutQuotedLocalParts(line) : line;
  return unquoted.match(/(?:^| )by (?!\(|authid |uid )/g)?.length ?? 0;
}

function withoutQuotedLocalParts(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*(?:"(@?))?/g, (whole, at) => (at === '@' ? '' : whole));
}

/** Whether a flattened line holds these texts. Blanks at their ends may be the same one. */
export function holds(texts: readonly string[], line: string): boolean {
  if (!line.startsWith(texts[0] ?? '')) return false;
  let at = 0;
  for (const text of texts) {
    const found = line.indexOf(text, at);
    if (found < 0) return false;
    at = found + text.length - (text.endsWith(' ') ? 1 : 0);
  }
  return true;
}

/** How such a line begins, up to its first part in braces. */
export function compileStart(text: string): RegExp {
  const steps = pieces(text);
  const certain = steps.slice(
    0,
    [...steps, '{'].findIndex((step) => step.startsWith('{')),
  );
  return new RegExp(`^${sourceOf(certain.join(''), groupsOf([]))}`, 'i');
}

/** The same line as far as it fits: matches the longest beginning, which may be empty. */
export function compileBeginning(text: string): RegExp {
  const steps = pieces(text).map((piece) => sourceOf(piece, groupsOf([])));
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

/** What becomes of the expression of a part; `slot` is undefined for the writer's own words. */
type Group = (source: string, slot: string | undefined) => string;

/** A group for each slot that is taken out; their names are added to the list. */
function groupsOf(slots: SlotName[]): Group {
  return (source, slot) => {
    if (slot === undefined) return source;
    if (!isSlot(slot)) return `(?:${source})`;
    slots.push(slot);
    return `(${source})`;
  };
}

function sourceOf(text: string, group: Group): string {
  return [...text.matchAll(piece)].map(([found]) => partOf(found, group)).join('');
}

function partOf(found: string, group: Group): string {
  if (found.startsWith('<')) return slotSource(found.slice(1, -1), group);
  if (found === '{') return '(?:';
  if (found.startsWith('}')) return found === '}' ? ')?' : found === '}!' ? ')' : ')*';
  if (found === '|') return '|';
  return /^[ \t]/.test(found) ? blanks : group(literal(found), undefined);
}

/** The expression of a text that stands for itself. */
export function literal(text: string): string {
  return text.replace(/[.*+?^$()[\]\\/]/g, '\\$&');
}

function slotSource(slot: string, group: Group): string {
  const [, name = '', kind = name, narrowed] = /^([^=:]+)(?::(\w+))?(?:=(.*))?$/s.exec(slot) ?? [];
  const source = narrowed?.replaceAll(' ', blanks) ?? slotSources[kind as keyof typeof slotSources];
  if (source === undefined) throw new TypeError(`no slot is called ${slot}`);
  // The tag of an IPv6 literal (RFC 5321 §4.1.3) is not part of the address.
  return `${name === 'address' || name === 'own' ? `(?:${group('IPv6:', undefined)})?` : ''}${group(source, name)}`;
}
