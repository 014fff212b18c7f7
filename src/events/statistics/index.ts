/** The door of the statistics: figures of both sides, what they mean, and what explains a difference. */

export { cautions, nameSources } from './cautions.js';
export { zoneMs } from './cells.js';
export {
  type ColumnField,
  type ColumnNames,
  clickSelect,
  columnFields,
  figuresOf,
  planColumns,
  statUniSelect,
} from './columns.js';
export { compareFigures, isBeyond } from './compare.js';
export type {
  ComparedGroup,
  ComparedLine,
  CompareOptions,
  CompareResult,
  Comparison,
  Verdict,
} from './comparison.js';
export { type CountOptions, type EventTally, eventTally } from './count-events.js';
export { earlyDays, explanations, inaccuracy } from './explanations.js';
export { rowReader } from './figure-rows.js';
export { type FigureRow, type Figures, figureTable, type Measure, measures, type SideFigures } from './figures.js';
export { meanings, sideNames } from './meanings.js';
export { type RecipientDifference, recipientCounter } from './recipients.js';
export { type ReplyReading, readReply, timesOf } from './replies.js';
export { addDays, type Days, historyLimit, historyRequest, portionsOf, statUniRequest } from './requests.js';
export { unsubscribeTest, unwrapLink, usualUnsubscribeLinks } from './unwrap-link.js';
export { type SeenClicks, withClicks } from './with-clicks.js';
