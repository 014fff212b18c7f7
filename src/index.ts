export type * from './trace/hop.js';
export type * from './trace/verdict.js';
