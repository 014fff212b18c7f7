import { isNothing, type Value } from './tree.js';

/** Plain data as the schema takes it; what says nothing is left out. */
export function plain(value: Value): unknown {
  if (value.kind === 'scalar') return isNothing(value) ? undefined : value.text;
  if (value.kind === 'list') return value.items.map(plain);
  const data: Record<string, unknown> = {};
  for (const { key, value: held } of value.entries) {
    // `__proto__` and the like would vanish: the schema library leaves them out.
    const safeKey = key in Object.prototype || key === 'prototype' ? `${key} ` : key;
    if (!isNothing(held)) data[safeKey] = plain(held);
  }
  return data;
}
