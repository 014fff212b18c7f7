/** The door of reconciling: what each side says of each message, brought together. */
export type { Account } from './account.js';
export { type Cause, type CauseName, causeTable } from './causes.js';
export { type Finding, findings, remarks } from './finding.js';
export { longestWayMs } from './join.js';
export type { Message, Side } from './message.js';
export { type Judged, type Reconciliation, reconciliation } from './reconcile.js';
export type { Period, StoreFacts } from './store-facts.js';
export type { CauseCounts, FindingCounts, ReconciledMessage, Totals } from './totals.js';
