import type { Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { type Entry, isNothing, type ListValue, type MapValue, type Value } from '../tree.js';
import { BlockEdits } from './block-edits.js';
import { editFlow } from './flow-edits.js';
import { inPlaceOf } from './in-place.js';
import { itemFates, sameNode, writtenNode } from './item-fates.js';
import { BlockListEdits } from './list-edits.js';
import { printInline, printInPlaceOf, printKey } from './print-value.js';
import { SharedNodes, sharedReason } from './shared-nodes.js';
import type { Splice } from './splice.js';
import { Refusal, rangeOf, TextPlaces } from './text-places.js';

/**
 * The splices that make the text say `after` where it said `before`. Both trees share what does not change; only the
 * nodes that differ are touched. Throws Refusal where that cannot be done safely.
 */
export function editTree(text: string, before: MapValue, after: MapValue, shared: ReadonlySet<unknown>): Splice[] {
  const edits = new TreeEdits(new TextPlaces(text), new SharedNodes(shared));
  return before.node === undefined ? edits.emptyFile(after) : edits.map(before, after);
}

class TreeEdits {
  private readonly block: BlockEdits;

  constructor(
    private readonly places: TextPlaces,
    private readonly shared: SharedNodes,
  ) {
    this.block = new BlockEdits(places);
  }

  emptyFile(after: MapValue): Splice[] {
    return [this.block.intoEmptyFile(after.entries)];
  }

  map(before: MapValue, after: MapValue): Splice[] {
    if (before === after) return [];
    const node = this.shared.owned(before) as YAMLMap<Scalar, unknown>;
    const old = new Map(before.entries.map((entry) => [entry.key, entry]));
    const renamed = this.renamedKeys(old, after);
    const added = after.entries.filter((entry) => isAdded(old.get(entry.key), entry));
    const inside = after.entries.flatMap((entry) => {
      const same = old.get(entry.key);
      old.delete(entry.key);
      return same === undefined || same.value === entry.value || added.includes(entry)
        ? []
        : this.changed(same, entry, node);
    });
    const splices = [...renamed, ...inside];
    const removed = [...old.values()];
    for (const { pair, value } of removed) this.shared.mayGo(pair, value);
    if (removed.length + added.length === 0) return splices;
    return [
      ...splices,
      ...(node.flow ? this.flowMap(node, removed, added, after) : this.blockMap(node, removed, added, after)),
    ];
  }

  /** Keys that are in the place of others; in `old` they then have their new names. */
  private renamedKeys(old: Map<string, Entry>, after: MapValue): Splice[] {
    return after.entries.flatMap(({ key, pair }) => {
      if (old.has(key) || pair === undefined) return [];
      const before = [...old.values()].find((entry) => entry.pair === pair);
      if (before === undefined) return [];
      old.delete(before.key);
      old.set(key, before);
      const [start, end] = rangeOf(pair.key);
      const name = { kind: 'scalar', text: key, style: 'quoted', node: undefined, alias: undefined } as const;
      return [{ at: start, remove: end - start, insert: printInPlaceOf(pair.key.type ?? undefined, name) }];
    });
  }

  private flowMap(
    node: YAMLMap<Scalar, unknown>,
    removed: readonly Entry[],
    added: readonly Entry[],
    after: MapValue,
  ): Splice[] {
    const gone = new Set<unknown>(removed.map(({ pair }) => pair));
    const elements = node.items.map((pair) => ({
      start: rangeOf(pair.key)[0],
      end: this.places.endOf(pair),
      fate: gone.has(pair) ? ('removed' as const) : ('kept' as const),
    }));
    const insertions = added.map((entry) => ({
      behind: node.items.indexOf(pairAbove(after, entry) as Pair<Scalar, unknown>),
      text: `${printKey(entry.key)}: ${printInline(entry.value)}`,
    }));
    return editFlow(this.places, node, elements, insertions);
  }

  private blockMap(
    node: YAMLMap<Scalar, unknown>,
    removed: readonly Entry[],
    added: readonly Entry[],
    after: MapValue,
  ): Splice[] {
    return [
      ...removed.map(({ pair }) => this.block.removePair(node, pair as Pair)),
      ...added.map((entry) => this.block.insertPair(node, pairAbove(after, entry), entry)),
    ];
  }

  private changed(old: Entry, { value }: Entry, within: YAMLMap): Splice[] {
    const { pair } = old;
    if (pair === undefined) throw new Refusal(rangeOf(writtenNode(old.value))[0], sharedReason);
    if (sameNode(old.value, value)) {
      if (old.value.alias !== undefined) throw new Refusal(rangeOf(old.value.alias)[0], sharedReason);
      if (old.value.kind === 'map' && value.kind === 'map') return this.map(old.value, value);
      if (old.value.kind === 'list' && value.kind === 'list') return this.list(old.value, value, pair, within);
    }
    const alike = inPlaceOf(old.value, value);
    if (alike !== undefined) return this.map(old.value as MapValue, alike);
    return this.replaced(old.value, value, pair, within);
  }

  private replaced(old: Value, value: Value, pair: Pair, within: YAMLMap): Splice[] {
    this.shared.mayGo(pair, old);
    if (value.kind !== 'scalar' || old.kind !== 'scalar' || isNothing(old) || old.node?.type?.startsWith('BLOCK'))
      return this.block.replaceValue(
        pair,
        writtenNode(old),
        within.flow ? ({ ...value, ...(value.kind === 'scalar' ? {} : { style: 'flow' }) } as Value) : value,
      );
    const [start, end] = rangeOf(writtenNode(old));
    return [
      {
        at: start,
        remove: end - start,
        insert: printInPlaceOf(old.alias ? undefined : (old.node?.type ?? undefined), value),
      },
    ];
  }

  private list(old: ListValue, value: ListValue, pair: Pair, within: YAMLMap): Splice[] {
    const node = this.shared.owned(old) as YAMLSeq;
    const { kept, gone, insertions, changed } = itemFates(old.items, value.items);
    for (const item of gone) this.shared.mayGo(pair, item);
    // Nothing of the old list is left: the new one is in its place.
    if (kept.size === 0 && value.items.length > 0) {
      const style = within.flow || (node.flow && old.items.length > 0) ? 'flow' : value.style;
      return this.block.replaceValue(pair, node, { ...value, style });
    }
    const inside = changed.flatMap(([before, after]) => this.changedItem(before, after));
    const removed = old.items.flatMap((_, i) => (kept.has(i) ? [] : [i]));
    if (removed.length + insertions.length === 0) return inside;
    if (!node.flow)
      return [...inside, ...new BlockListEdits(this.places, this.block, node, pair).edit(removed, insertions)];
    const elements = old.items.map((item, i) => ({
      ...this.flowItem(item),
      fate: kept.has(i) ? ('kept' as const) : ('removed' as const),
    }));
    const texts = insertions.map(({ item, behind, from }) => ({
      behind,
      text: from === undefined ? printInline(item) : this.source(item),
    }));
    return [...inside, ...editFlow(this.places, node, elements, texts)];
  }

  private changedItem(old: Value, item: Value): Splice[] {
    if (old.alias !== undefined || old.kind !== 'map' || item.kind !== 'map')
      throw new Refusal(rangeOf(writtenNode(old))[0], sharedReason);
    return this.map(old, item);
  }

  private flowItem(item: Value): { start: number; end: number } {
    const node = writtenNode(item);
    if (item.alias === undefined && item.node?.anchor !== undefined)
      throw new Refusal(rangeOf(node)[0], 'there is an anchor before this item');
    return { start: rangeOf(node)[0], end: this.places.endOf(node) };
  }

  private source(item: Value): string {
    const { start, end } = this.flowItem(item);
    return this.places.text.slice(start, end);
  }
}

/** New, or the map's own value over one that came through a merge key. */
function isAdded(old: Entry | undefined, entry: Entry): boolean {
  return old === undefined || (old.pair === undefined && old.value !== entry.value && entry.value.node === undefined);
}

/** The pair of the text that is above a new entry. */
function pairAbove(map: MapValue, entry: Entry): Pair | undefined {
  return map.entries.slice(0, map.entries.indexOf(entry)).findLast(({ pair }) => pair !== undefined)?.pair;
}
