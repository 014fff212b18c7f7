import { readTree } from './read-tree.js';
import type { Value } from './tree.js';

/** The commands that the file's secrets name, in every environment: each once. The text must be a valid config. */
export function secretCommands(text: string): string[][] {
  const { root } = readTree(text);
  const found = new Map<string, string[]>();
  if (root !== undefined) collect(root, found);
  return [...found.values()];
}

function collect(value: Value, found: Map<string, string[]>): void {
  if (value.kind === 'list') for (const item of value.items) collect(item, found);
  if (value.kind !== 'map') return;
  for (const { key, value: held } of value.entries) {
    if (key === 'command' && held.kind === 'list') {
      const argv = held.items.map((item) => (item.kind === 'scalar' ? item.text : ''));
      found.set(JSON.stringify(argv), argv);
    }
    collect(held, found);
  }
}
