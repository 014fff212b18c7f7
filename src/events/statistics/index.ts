/** The door of the statistics: figures of both sides, what they mean, and what explains a difference. */
export { type ColumnNames, columnFields, figuresOf, planColumns } from './columns.js';
export {
  type ComparedGroup,
  type ComparedLine,
  type CompareOptions,
  type CompareResult,
  type Comparison,
  compareFigures,
  isBeyond,
  type Verdict,
} from './compare.js';
export { earlyDays, explanations, inaccuracy } from './explanations.js';
export { rowReader } from './figure-rows.js';
export { type FigureRow, type Figures, figureTable, type Measure, measures, type SideFigures } from './figures.js';
export { meanings } from './meanings.js';
