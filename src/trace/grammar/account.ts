import { canonicalAddress } from '../address/address.js';
import { isLoopback } from '../address/network.js';
import type { Grammar, Origin } from './grammar.js';
import { EmptySlots, type SlotName, type Slots } from './slots.js';
import { countOfBy, flattened, holds, type Parts } from './template.js';
import { isMarked, named, type Row, rareFor, rowsFor, unnamed, usual, type Writer } from './writers.js';

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
  return accountOfNamed(usual, line, flat) ?? accountOfNamed(rareFor(flat), line, flat) ?? accountOfUnnamed(line, flat);
}

function accountOfNamed(writers: readonly Writer[], line: string, flat: string): Account | 'several' | undefined {
  for (const writer of writers) {
    if (!isMarked(writer, flat)) continue;
    for (const row of writer.rows()) {
      const account = accountOf(row, line, flat);
      if (account) return account;
    }
  }
  return undefined;
}

function accountOfUnnamed(line: string, flat: string): Account | 'several' | undefined {
  let first: Account | undefined;
  for (const writer of unnamed) {
    if (!isMarked(writer, flat)) continue;
    for (const row of writer.rows()) {
      const account = accountOf(row, line, flat);
      if (account === 'several' || (account && first && account.address !== first.address)) return 'several';
      first ??= account;
    }
  }
  return first;
}

function accountOf(row: Row, line: string, flat: string): Account | 'several' | undefined {
  const template = holds(row.texts(), flat) ? row.template(line) : undefined;
  const match = template?.match(line) ?? null;
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
  if (grammar.byLayout && isPeerInFront(slots, address)) return 'several';
  return { grammar, origin, slots, address, places: () => placesOf(names, template.placesOf(match)) };
}

/**
 * `from 203.0.113.66 ([185.138.182.7])`: a server prints the peer first and the client's word in the comment, or the other way round. The
 * word may also look like a handover on the same machine.
 */
function isPeerInFront({ ehlo, name }: Slots, address: string | undefined): boolean {
  const inFront = canonicalAddress((ehlo ?? name ?? '').replace(/^\[(?:IPv6:)?|\]$/gi, ''));
  if (inFront === undefined) return false;
  return address === undefined ? !isLoopback(inFront) : inFront !== address;
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
    rowsFor(writers, flat).filter((row) => accountOf(row, line, flat) !== undefined);
  const [first] = fitting(named);
  return (first === undefined ? fitting(unnamed) : [first]).map((row) => row.parts());
}
