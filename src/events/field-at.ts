/** What stands under a dotted name, flat or nested or both mixed; undefined where nothing does. A part that is a number chooses from a list. */
export function fieldAt(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, name)) return (value as Record<string, unknown>)[name];
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const head = name.slice(0, dot);
    if (!Object.hasOwn(value, head)) continue;
    const found = fieldAt((value as Record<string, unknown>)[head], name.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first of the names that leads to a text or a number, as text without spaces around it. */
export function textAt(value: object, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = fieldAt(value, name);
    if (typeof found === 'number') return String(found);
    const text = typeof found === 'string' ? found.trim() : '';
    if (text !== '') return text;
  }
  return undefined;
}
