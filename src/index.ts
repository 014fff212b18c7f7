export type * from './trace/hop.js';
export type { InputKind } from './trace/input-kind.js';
export type { JudgeOptions } from './trace/judge-options.js';
export { judgePath, pathJudge } from './trace/judge-path.js';
export { parseReceived } from './trace/parse-received.js';
export {
  type EmailTrace,
  type NotAnEmail,
  type OverLimit,
  type ReadTraceOptions,
  type ReceivedField,
  readTrace,
  type TraceReading,
} from './trace/read-trace.js';
export { type TraceReader, traceReader } from './trace/trace-reader.js';
export { parseReceiver } from './trace/trusted-receivers.js';
export type * from './trace/verdict.js';
