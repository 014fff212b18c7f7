import { isMap, type Pair, type YAMLSeq } from 'yaml';
import type { MapValue, Value } from '../tree.js';
import { type BlockEdits, remove } from './block-edits.js';
import { printItem } from './print-value.js';
import type { Splice } from './splice.js';
import { Refusal, rangeOf, type TextPlaces } from './text-places.js';

/** An item to put after the item with the index `behind` (-1 = before all); `from` is the index of one that moves. */
export interface ItemInsertion {
  readonly item: Value;
  readonly behind: number;
  readonly from: number | undefined;
}

/** Changes of one block list: items are whole lines, written as their neighbours are. */
export class BlockListEdits {
  private readonly column: number;
  private readonly starts: readonly number[];

  constructor(
    private readonly places: TextPlaces,
    private readonly block: BlockEdits,
    private readonly node: YAMLSeq,
    private readonly pair: Pair,
  ) {
    const first = rangeOf(node)[0];
    if (!/^ *$/.test(places.before(first)) || places.text[first] !== '-')
      throw new Refusal(first, 'this list does not start on its own line');
    this.column = places.column(first);
    this.starts = node.items.map((_, i) => (i === 0 ? places.lineStart(first) : this.startOf(i)));
  }

  edit(removed: readonly number[], insertions: readonly ItemInsertion[]): Splice[] {
    const gone = removed.map((i) => remove(this.starts[i] ?? 0, this.end(i)));
    if (removed.length === this.node.items.length && insertions.length === 0) {
      const colonEnd = this.block.colonEnd(this.pair);
      if (/^\s*[&!]/.test(this.places.text.slice(colonEnd)))
        throw new Refusal(colonEnd, 'there is an anchor or a tag before this list');
      return [{ at: colonEnd, remove: 0, insert: ' []' }, ...gone];
    }
    return [...gone, ...insertions.map((insertion) => this.inserted(insertion))];
  }

  private startOf(index: number): number {
    const before = this.places.endOf(this.node.items[index - 1]);
    let line = this.places.text[before - 1] === '\n' ? before : this.places.nextLine(before);
    const dash = new RegExp(`^ {${this.column}}-(?=\\s|$)`);
    while (line < this.places.text.length && !dash.test(this.places.rest(line))) {
      if (!/^\s*(#.*)?$/.test(this.places.rest(line)))
        throw new Refusal(line, 'this list is written in an unusual way');
      line = this.places.nextLine(line);
    }
    return line;
  }

  private end(index: number): number {
    return this.places.entryEnd(this.places.endOf(this.node.items[index]), this.column);
  }

  private inserted({ item, behind, from }: ItemInsertion): Splice {
    const at = behind === -1 ? this.front() : this.end(behind);
    const lines = from === undefined ? this.printed(item, Math.max(behind, 0)) : this.movedLines(from);
    const blank = this.spaced() ? [''] : [];
    return this.block.insertLines(at, behind === -1 ? [...lines, ...blank] : [...blank, ...lines]);
  }

  /** Above the comment lines that are directly above the first item. */
  private front(): number {
    let line = this.starts[0] ?? 0;
    for (;;) {
      const above = this.places.lineStart(Math.max(0, line - 1));
      if (line === 0 || above <= rangeOf(this.pair.key)[0] || !/^\s*#/.test(this.places.rest(above))) return line;
      line = above;
    }
  }

  /** Whether a blank line is between the items. */
  private spaced(): boolean {
    return this.starts.some((start, i) => i > 0 && /^\s*$/.test(this.places.rest(this.places.lineStart(start - 1))));
  }

  private movedLines(from: number): string[] {
    const raw = this.places.text.slice(this.starts[from], this.end(from));
    return raw.replace(/\r?\n$/, '').split(/\r?\n/);
  }

  private printed(item: Value, sibling: number): string[] {
    const like = this.node.items[sibling];
    const start = this.starts[sibling] ?? 0;
    const dash = /^ *(- *)(?=[^\s#&!])/.exec(this.places.rest(start))?.[1] ?? '- ';
    const styled: Value =
      item.kind === 'map' && isMap(like) ? ({ ...item, style: like.flow ? 'flow' : 'block' } satisfies MapValue) : item;
    return printItem(styled, ' '.repeat(this.column), dash, this.block.step);
  }
}
