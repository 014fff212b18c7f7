export type { InputKind } from './trace/field/input-kind.js';
export {
  type EmailTrace,
  type NotAnEmail,
  type OverLimit,
  type ReadTraceOptions,
  type ReceivedField,
  readTrace,
  type TraceReading,
} from './trace/field/read-trace.js';
export { type TraceReader, traceReader } from './trace/field/trace-reader.js';
export type * from './trace/hop/hop.js';
export { parseReceived } from './trace/hop/parse-received.js';
export type { JudgeOptions } from './trace/path/judge-options.js';
export { judgePath, pathJudge } from './trace/path/judge-path.js';
export { parseReceiver } from './trace/path/trusted-receivers.js';
export type * from './trace/path/verdict.js';
