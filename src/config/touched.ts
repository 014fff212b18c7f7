import type { ConfigChange } from '../relay/config-change.js';
import { find } from './change/find.js';
import { type Problem, startsOfLines } from './problem.js';
import type { MapValue } from './tree.js';

/** The problems of the sender or virtual sender that a change is about; `root` and `text` are those after the change. */
export function problemsTouched(
  change: ConfigChange,
  { root, text, problems }: { readonly root: MapValue; readonly text: string; readonly problems: readonly Problem[] },
): readonly Problem[] {
  const range = rangeOf(root, change);
  if (range === undefined) return [];
  const starts = startsOfLines(text);
  const [from, , to] = range;
  return problems.filter(({ line, column }) => {
    const offset = (starts[line - 1] ?? 0) + column - 1;
    return offset >= from && offset < to;
  });
}

type Range = readonly [start: number, valueEnd: number, nodeEnd: number];

/** Where the item is; undefined for one that is gone. */
function rangeOf(root: MapValue, change: ConfigChange): Range | undefined {
  const place = placeOf(change);
  return (place && find(root, ...place).value.node?.range) ?? undefined;
}

function placeOf(
  change: ConfigChange,
): Parameters<typeof find> extends [unknown, ...infer Place] ? Place | undefined : never {
  switch (change.kind) {
    case 'add-sender':
    case 'edit-sender':
      return ['senders', change.name];
    case 'clone-sender':
      return ['senders', change.copy];
    case 'rename-sender':
      return ['senders', change.to];
    case 'add-virtual':
      return ['virtualSenders', `${change.account}/${change.name}`];
    case 'attach':
    case 'detach':
    case 'move-rule':
    case 'set-shares':
      return ['virtualSenders', change.virtual];
    // Their rules stay as they are, so whatever they have was told before.
    case 'edit-virtual':
    case 'clone-virtual':
    case 'rename-virtual':
    case 'delete-sender':
    case 'delete-virtual':
      return undefined;
  }
}
