import { canonicalAddress } from '../address/address.js';
import { exim, eximLike } from './exim.js';
import { former } from './former.js';
import type { Grammar, Origin } from './grammar.js';
import { inside, standard } from './inside.js';
import { microsoft } from './microsoft.js';
import { others } from './others.js';
import { qmail } from './qmail.js';
import { servers } from './servers.js';
import { EmptySlots, type SlotName, type Slots } from './slots.js';
import {
  compileBeginning,
  compileParts,
  compileStart,
  compileTemplate,
  countOfBy,
  fixedTexts,
  flattened,
  holds,
  literal,
  once,
  type Parts,
  type Template,
} from './template.js';

/** A half-open range of characters of the line. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A line that the grammar of one writer accounts for, from its first to its last character. */
export interface Account {
  readonly grammar: Grammar;
  readonly origin: Origin;
  readonly slots: Readonly<Slots>;
  /** Where the texts of slots are. */
  readonly places: () => { readonly [name in SlotName]?: Place };
  /** Canonical. */
  readonly address: string | undefined;
}

/** A writer, ready for matching. */
interface Writer {
  readonly name: string;
  /** In lower case. */
  readonly marks: readonly string[] | undefined;
  /** Made when a line with a mark of it comes. */
  readonly rows: () => readonly Row[];
}

interface Row {
  /** Compiled for the first line that begins like it, as there are 140 and a line needs few; undefined until then. */
  readonly template: (line: string) => Template | undefined;
  readonly parts: () => Parts;
  readonly beginning: () => RegExp;
  readonly grammar: Grammar;
  readonly origin: Origin;
  readonly line: string;
  /** How often such a line says `by`. Where a line says it more often, a client's word has swallowed what the server wrote. */
  readonly bys: number;
  /** What every such line holds: see fixedTexts. */
  readonly texts: () => readonly string[];
}

/** Those that write their name where no client can put words: at most one of them fits a line. */
const named = [...microsoft, ...servers, ...exim, ...qmail, ...inside, ...others, ...former].map(writerOf);
/** Who wrote most of the lines that are seen: they are tried first. */
const usual = named.filter(({ name }) => /^(?:exchange|postfix|gmail|exim|sendmail|qmail)$/.test(name));
const rare = named.filter((writer) => !usual.includes(writer));
const unmarked = rare.filter(({ marks }) => marks === undefined);
/** One look rules out all but a few of the rare ones. */
const rareMark = new RegExp(rare.flatMap(({ marks = [] }) => marks.map(literal)).join('|'));
/** Those that are recognised by their layout alone: all that fit must agree on the address. */
const unnamed = [...standard, ...eximLike].map(writerOf);

function writerOf(grammar: Grammar): Writer {
  const { writer, marks, lines, local, program, fetched, note } = grammar;
  const rows = (): readonly Row[] =>
    Object.entries({ peer: lines, local, program, fetched, note }).flatMap(([origin, ofOrigin]) =>
      (ofOrigin ?? []).map((line) => ({
        grammar,
        origin: origin as Origin,
        line,
        bys: Math.max(1, line.split('by <').length - 1),
        texts: once(() => fixedTexts(line)),
        template: compiledFor(line),
        parts: once(() => compileParts(line)),
        beginning: once(() => compileBeginning(line)),
      })),
    );
  return { name: writer, marks: marks?.map((mark) => mark.toLowerCase()), rows: once(rows) };
}

/** The beginning of a template takes a tenth of the time to compile. */
function compiledFor(text: string): Row['template'] {
  const start = once(() => compileStart(text));
  const whole = once(() => compileTemplate(text));
  let isMet = false;
  return (line) => {
    isMet ||= start().test(line);
    return isMet ? whole() : undefined;
  };
}

/** Lines of real servers stay far below; a longer one is not accounted for. */
export const longestLine = 8_192;

/** Folds and tabs are far shorter; what may be left out is looked for at every blank of a gap. */
const longGap = /(?<!\s)\s{100}/;

/**
 * The account of a line without white space around it; `several` when layouts fit it that disagree on the address, and
 * undefined when none fits.
 */
export function accountFor(line: string): Account | 'several' | undefined {
  if (line.length > longestLine || longGap.test(line)) return undefined;
  const flat = flattened(line);
  return (
    accountOfNamed(usual, line, flat) ??
    accountOfNamed(rareMark.test(flat) ? rare : unmarked, line, flat) ??
    accountOfUnnamed(line, flat)
  );
}

function accountOfNamed(writers: readonly Writer[], line: string, flat: string): Account | undefined {
  for (const { marks, rows } of writers) {
    if (marks !== undefined && !holdsAny(marks, flat)) continue;
    for (const row of rows()) {
      const account = accountOf(row, line, flat);
      if (account) return account;
    }
  }
  return undefined;
}

function accountOfUnnamed(line: string, flat: string): Account | 'several' | undefined {
  let first: Account | undefined;
  for (const { marks, rows } of unnamed) {
    if (marks !== undefined && !holdsAny(marks, flat)) continue;
    for (const row of rows()) {
      const account = accountOf(row, line, flat);
      if (account && first && account.address !== first.address) return 'several';
      first ??= account;
    }
  }
  return first;
}

function holdsAny(marks: readonly string[], flat: string): boolean {
  for (const mark of marks) if (flat.includes(mark)) return true;
  return false;
}

function accountOf(row: Row, line: string, flat: string): Account | undefined {
  const template = holds(row.texts(), flat) ? row.template(line) : undefined;
  const match = template?.expression.exec(line) ?? null;
  if (template === undefined || match === null || countOfBy(flat) > row.bys) return undefined;
  const { slots: names } = template;
  const slots: Slots = new EmptySlots();
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as SlotName;
    const text = match[i + 1];
    if (text === undefined) continue;
    // Who prints the address twice prints the same one.
    if (name === 'address' && slots.address !== undefined && slots.address !== text) return undefined;
    slots[name] ??= text;
  }
  const address = slots.address === undefined ? undefined : canonicalAddress(slots.address);
  // `[185.138.182.256]` has the shape of an address and is none.
  if (slots.address !== undefined && address === undefined) return undefined;
  const { grammar, origin } = row;
  const { indices } = match;
  // Matches again where the match had no places: few ask for them.
  return {
    grammar,
    origin,
    slots,
    address,
    places: () => placesOf(names, indices ?? template.placing().exec(line)?.indices),
  };
}

function placesOf(slots: readonly SlotName[], indices: RegExpIndicesArray | undefined): ReturnType<Account['places']> {
  const places: { [name in SlotName]?: Place } = {};
  for (const [i, name] of slots.entries()) {
    const place = indices?.[i + 1];
    if (place) places[name] ??= { start: place[0], end: place[1] };
  }
  return places;
}

/** What accounts for a line, by its parts: a named writer's line, or all layouts that fit. */
export function partsFor(line: string): readonly Parts[] {
  if (line.length > longestLine) return [];
  const flat = flattened(line);
  const fitting = (writers: readonly Writer[]): readonly Row[] =>
    writersFor(writers, flat)
      .flatMap(({ rows }) => rows())
      .filter((row) => accountOf(row, line, flat) !== undefined);
  const [first] = fitting(named);
  return (first === undefined ? fitting(unnamed) : [first]).map((row) => row.parts());
}

/** The rows of all writers whose marks the line holds, for those who ask how far it fits. */
export function rowsFor(line: string): readonly Pick<Row, 'beginning'>[] {
  return writersFor([...named, ...unnamed], flattened(line)).flatMap(({ rows }) => rows());
}

function writersFor(writers: readonly Writer[], flat: string): readonly Writer[] {
  return writers.filter(({ marks }) => marks === undefined || holdsAny(marks, flat));
}

export function allRows(): readonly Pick<Row, 'line' | 'grammar'>[] {
  return [...named, ...unnamed].flatMap(({ rows }) => rows());
}
