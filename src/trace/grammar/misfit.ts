import { longestLine } from './account.js';
import { flattened } from './template.js';
import { named, rowsFor, unnamed } from './writers.js';

/** So much of the text that does not fit is shown. */
const shown = 60;

/**
 * The place of the first piece that no writer's line has there: after the longest beginning that one can have, up to
 * white space. Empty at the end of a line that breaks off.
 */
export function misfitOf(line: string): { readonly start: number; readonly end: number } {
  const from = /^\s*/.exec(line)?.[0].length ?? 0;
  const text = line.slice(from, from + longestLine);
  const fits = Math.max(
    ...rowsFor([...named, ...unnamed], flattened(text)).map((row) => row.beginning().exec(text)?.[0].length ?? 0),
  );
  const gap = /^\s*/.exec(text.slice(fits))?.[0].length ?? 0;
  const piece = /^\S*/.exec(text.slice(fits + gap, fits + gap + shown))?.[0].length ?? 0;
  return { start: from + fits + gap, end: from + fits + gap + piece };
}
