import { readDay, readFigure } from './cells.js';
import { type ColumnPlan, figuresOf } from './columns.js';
import type { FigureRow, Measure } from './figures.js';

/** A row of an export as figures, or what is wrong with it: `why` ends the sentence "Row 7 …". */
export type RowReading =
  | { readonly kind: 'row'; readonly row: FigureRow; readonly zone: string | undefined }
  | { readonly kind: 'unreadable'; readonly why: string; readonly fix: string };

/** Reads the rows of one export. `titles` are for what is said of a wrong cell. */
export function rowReader(plan: ColumnPlan, titles: readonly string[]): (cells: readonly string[]) => RowReading {
  const figureColumns = figuresOf(plan).map((measure) => ({ measure, at: plan[measure] ?? 0 }));
  const { day: dayAt = 0, issue: issueAt = -1, issueId: idAt = -1 } = plan;
  return (cells) => {
    const stated = readDay(cells[dayAt] ?? '');
    if (stated === undefined) return wrong(titles[dayAt], cells[dayAt], aDay);
    const figures: Partial<Record<Measure, number>> = {};
    for (const { measure, at } of figureColumns) {
      const figure = readFigure(cells[at] ?? '');
      if (figure === undefined) return wrong(titles[at], cells[at], saysNone(cells[at]) ? noFigure : aFigure);
      figures[measure] = figure;
    }
    const { day, zone } = stated;
    const row = { issue: (cells[issueAt] ?? '').trim(), issueId: (cells[idAt] ?? '').trim(), day, figures };
    return { kind: 'row', row: withAllBounces(row), zone };
  };
}

/** Hard and soft bounces together are all of them, where a source does not say the sum itself. */
export function withAllBounces(row: FigureRow): FigureRow {
  const { bounces, hardBounces, softBounces } = row.figures;
  if (bounces !== undefined || hardBounces === undefined || softBounces === undefined) return row;
  return { ...row, figures: { ...row.figures, bounces: hardBounces + softBounces } };
}

interface Wanted {
  readonly what: string;
  readonly fix: string;
}

const aDay: Wanted = {
  what: 'a day such as 2026-11-28 or 28.11.2026',
  fix: 'Export the days like this, and remove totals.',
};
const aFigure: Wanted = {
  what: 'a whole number without spaces or commas',
  fix: 'Export it without thousands separators and totals.',
};
/** Whether that is zero or not known, nobody says. */
const noFigure: Wanted = { what: 'a number', fix: 'Enter 0 there if it means none, or leave out the column.' };

function saysNone(cell = ''): boolean {
  return !/[\p{L}\d]/u.test(cell);
}

function wrong(title = '', cell = '', { what, fix }: Wanted): RowReading {
  const why = `has '${shorten(cell)}' in the column '${shorten(title)}', which is not ${what}`;
  return { kind: 'unreadable', why, fix };
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
