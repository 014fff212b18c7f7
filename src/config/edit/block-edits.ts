import { isCollection, isScalar, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Entry, Value } from '../tree.js';
import { isInline, printBlock, printEntry, printInline } from './print-value.js';
import type { Splice } from './splice.js';
import { Refusal, rangeOf, type TextPlaces } from './text-places.js';

/** Changes of block maps: whole lines come and go, what is around them stays. */
export class BlockEdits {
  /** The indentation of one level in this file. */
  readonly step: string;

  constructor(private readonly places: TextPlaces) {
    const indented = /^(?!-)[^\s#].*:[ \t]*(?:#.*)?\r?\n( {2,8})(?=[^\s#])/m.exec(places.text)?.[1];
    this.step = indented ?? '  ';
  }

  /** The first entries of a file that holds none. */
  intoEmptyFile(entries: readonly Entry[]): Splice {
    const lines = entries.flatMap(({ key, value }) => printEntry(key, value, '', this.step));
    const endMarker = /^\.\.\.(?=\s|$)/m.exec(this.places.text)?.index;
    return this.insertLines(endMarker ?? this.places.text.length, lines);
  }

  /** A new entry below the pair `above`, or before all. */
  insertPair(node: YAMLMap<Scalar, unknown>, above: Pair | undefined, { key, value }: Entry): Splice {
    const first = rangeOf(node.items[0]?.key)[0];
    const indent = ' '.repeat(this.places.column(first));
    if (above !== undefined) {
      const end = this.places.entryEnd(this.places.endOf(above), indent.length);
      const blank = indent === '' && !isInline(value) ? [''] : [];
      return this.insertLines(end, [...blank, ...printEntry(key, value, indent, this.step)]);
    }
    const lines = printEntry(key, value, indent, this.step);
    if (/^ *$/.test(this.places.before(first))) return this.insertLines(this.places.lineStart(first), lines);
    return { at: first, remove: 0, insert: lines.join(this.places.eol).trimStart() + this.places.eol + indent };
  }

  removePair(node: YAMLMap<Scalar, unknown>, pair: Pair): Splice {
    const key = pair.key as Scalar;
    const [start] = rangeOf(key);
    const before = this.places.before(start);
    const end = this.places.entryEnd(this.places.endOf(pair), before.length);
    if (/^ *$/.test(before)) return remove(this.places.lineStart(start), end);
    const next = node.items[node.items.indexOf(pair as Pair<Scalar, unknown>) + 1];
    if (next === undefined || !/^ *-[ -]*$/.test(before))
      throw new Refusal(start, 'there is something else on the same line');
    const nextStart = rangeOf(next.key)[0];
    if (/^\s*$/.test(this.places.text.slice(end, nextStart))) return remove(start, nextStart);
    return remove(start, this.places.endOf(pair));
  }

  /** Puts a new value in the place of an old one, whatever each is. */
  replaceValue(pair: Pair, written: unknown, value: Value): Splice[] {
    const colonEnd = this.colonEnd(pair);
    // A value that is not there has no place of its own: a comment may be before the one that it is given.
    const isThere = !isScalar(written) || written.source !== '';
    const start = isThere ? rangeOf(written)[0] : colonEnd;
    const end = isThere ? this.withoutLineEnd(this.places.endOf(written)) : colonEnd;
    const between = this.places.text.slice(colonEnd, start);
    if (/^\s*[&!]/.test(between)) throw new Refusal(colonEnd, 'there is an anchor or a tag before this value');
    const below = isCollection(written) && !written.flow && between.includes('\n');
    const column = this.places.column(rangeOf(pair.key)[0]);
    const spaced = /^\s*$/.test(between);
    if (below && !(spaced && isInline(value))) return this.replaceLinesBelow(colonEnd, start, end, column, value);
    const gone = remove(spaced ? colonEnd : start, end);
    if (isInline(value)) return [{ ...gone, insert: `${spaced ? ' ' : ''}${printInline(value)}` }];
    return [gone, this.insertLines(this.places.entryEnd(end, column), this.below(column, value))];
  }

  private replaceLinesBelow(colonEnd: number, start: number, end: number, column: number, value: Value): Splice[] {
    const from = this.places.lineStart(start);
    const gone = remove(from, this.places.entryEnd(end, column));
    if (isInline(value)) return [{ at: colonEnd, remove: 0, insert: ` ${printInline(value)}` }, gone];
    return [gone, this.insertLines(from, this.below(column, value))];
  }

  private below(column: number, value: Value): string[] {
    return printBlock(value, ' '.repeat(column) + this.step, this.step);
  }

  /** Behind the colon of a key. */
  colonEnd({ key }: Pair): number {
    const [, end] = rangeOf(key);
    const colon = /^[ \t]*:/.exec(this.places.rest(end))?.[0].length;
    if (colon === undefined) throw new Refusal(end, 'the colon of this key is in an unusual place');
    return end + colon;
  }

  insertLines(at: number, lines: readonly string[]): Splice {
    const { text, eol } = this.places;
    const unfinished = at === text.length && /[^\n\ufeff]$/.test(text);
    const joined = lines.join(eol);
    return { at, remove: 0, insert: unfinished ? eol + joined : joined + eol };
  }

  private withoutLineEnd(offset: number): number {
    const lineEnd = /\r?\n$/.exec(this.places.text.slice(Math.max(0, offset - 2), offset));
    return offset - (lineEnd?.[0].length ?? 0);
  }
}

export function remove(from: number, to: number): Splice {
  return { at: from, remove: to - from, insert: '' };
}
