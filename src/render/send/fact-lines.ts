import type { Paint } from '../../commands/command.js';
import { safeText } from '../../safe-text.js';

export type Row = readonly [title: string, value: string];

/** Facts below a headline, their titles in a column. */
export function factLines(rows: readonly Row[], paint: Paint): string[] {
  const width = Math.max(...rows.map(([title]) => title.length));
  return rows.map(([title, value]) => `  ${paint.dim(safeText(title).padEnd(width))}  ${safeText(value)}`);
}
