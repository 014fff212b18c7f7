import { canonicalAddress } from '../address/address.js';
import { exim, eximLike } from './exim.js';
import { former } from './former.js';
import type { Grammar, Origin } from './grammar.js';
import { inside, standard } from './inside.js';
import { microsoft } from './microsoft.js';
import { others } from './others.js';
import { qmail } from './qmail.js';
import { servers } from './servers.js';
import type { SlotName } from './slots.js';
import { compileTemplate, countOfBy, fixedTexts, flattened, holds, type Template } from './template.js';

/** A half-open range of characters of the line. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A line that the grammar of one writer accounts for, from its first to its last character. */
export interface Account {
  readonly grammar: Grammar;
  readonly origin: Origin;
  readonly slots: { readonly [name in SlotName]?: string };
  /** Where the texts of slots are. */
  readonly places: () => { readonly [name in SlotName]?: Place };
  /** Canonical. */
  readonly address: string | undefined;
}

interface Row {
  /** Compiled when a line is first tried: there are 140, and a line needs few. */
  readonly template: () => Template;
  readonly grammar: Grammar;
  readonly origin: Origin;
  readonly line: string;
  /** In lower case. */
  readonly marks: readonly string[] | undefined;
  /** How often such a line says `by`. Where a line says it more often, a client's word has swallowed what the server wrote. */
  readonly bys: number;
  /** What every such line holds: see fixedTexts. */
  readonly texts: () => readonly string[];
}

/** Those that write their name where no client can put words: at most one of them fits a line. The most frequent are first. */
const named = rowsOf([...microsoft, ...servers, ...exim, ...qmail, ...inside, ...others, ...former]);
/** Those that are recognised by their layout alone: all that fit must agree on the address. */
const unnamed = rowsOf([...standard, ...eximLike]);

function rowsOf(grammars: readonly Grammar[]): readonly Row[] {
  return grammars.flatMap((grammar) => {
    const { lines, local, program, fetched, note } = grammar;
    const marks = grammar.marks?.map((mark) => mark.toLowerCase());
    return Object.entries({ peer: lines, local, program, fetched, note }).flatMap(([origin, ofOrigin]) =>
      (ofOrigin ?? []).map((line) => ({
        grammar,
        origin: origin as Origin,
        line,
        marks,
        bys: Math.max(1, line.split('by <').length - 1),
        texts: once(() => fixedTexts(line)),
        template: once(() => compileTemplate(line)),
      })),
    );
  });
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
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
  const bys = countOfBy(flat);
  for (const row of named) {
    const account = bys <= row.bys && mayFit(row, flat) && accountOf(row, line);
    if (account) return account;
  }
  let first: Account | undefined;
  for (const row of unnamed) {
    const account = bys <= row.bys && mayFit(row, flat) ? accountOf(row, line) : undefined;
    if (account && first && account.address !== first.address) return 'several';
    first ??= account;
  }
  return first;
}

function mayFit({ marks, texts }: Row, flat: string): boolean {
  return (marks?.some((mark) => flat.includes(mark)) ?? true) && holds(texts(), flat);
}

function accountOf(row: Row, line: string): Account | undefined {
  const { expression, slots: names } = row.template();
  const match = expression.exec(line);
  if (match === null) return undefined;
  const slots: { [name in SlotName]?: string } = {};
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
  return { grammar, origin, slots, address, places: () => placesOf(names, expression, line) };
}

/** Matches again: with the places of its groups a match takes three times as long, and few ask for them. */
function placesOf(slots: readonly SlotName[], expression: RegExp, line: string): ReturnType<Account['places']> {
  const match = new RegExp(expression, 'di').exec(line);
  const places: { [name in SlotName]?: Place } = {};
  for (const [i, name] of slots.entries()) {
    const place = match?.indices?.[i + 1];
    if (place) places[name] ??= { start: place[0], end: place[1] };
  }
  return places;
}

/** Every row, for those who ask how far a line fits. */
export const rows: readonly Pick<Row, 'line' | 'grammar'>[] = [...named, ...unnamed];
