import { isMap, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ListValue, MapValue, Value } from '../tree.js';
import { writtenNode } from './item-fates.js';
import { Refusal, rangeOf } from './text-places.js';

export const sharedReason = 'an anchor, an alias or a merge key shares this value with another place';

/** Which nodes may be changed: a change inside one that an alias refers to would change other places too. */
export class SharedNodes {
  constructor(private readonly nodes: ReadonlySet<unknown>) {}

  /** The collection's node, when a change inside it changes this place only. Throws Refusal. */
  owned(value: ListValue | MapValue): YAMLMap | YAMLSeq {
    if (value.node === undefined) throw new Refusal(0, 'the position of this value is unknown');
    if (this.nodes.has(value.node)) throw new Refusal(rangeOf(value.node)[0], sharedReason);
    return value.node;
  }

  /** Refuses to take away what an alias elsewhere refers to, or what a merge key brought in. */
  mayGo(pair: Pair | undefined, value: Value): void {
    if (pair === undefined) throw new Refusal(rangeOf(writtenNode(value))[0], sharedReason);
    if (value.alias !== undefined) return;
    if (this.nodes.has(value.node)) throw new Refusal(rangeOf(value.node)[0], sharedReason);
    if (value.kind === 'list') for (const item of value.items) this.mayGo(pair, item);
    if (value.kind === 'map' && isMap(value.node))
      for (const entry of value.entries) if (entry.pair !== undefined) this.mayGo(entry.pair, entry.value);
  }
}
