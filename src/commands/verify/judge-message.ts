import { AkrelayError } from '../../errors.js';
import { defaultMaxHeaderBytes, type EmailTrace, readTrace, type TraceReading } from '../../trace/field/read-trace.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import type { Head, InputMessage } from '../../world/messages/message-files.js';
import { notAnEmail } from './not-an-email.js';
import type { MessageResult } from './result.js';

/** Decides on a trace. */
export type Judge = (trace: EmailTrace) => PathVerdict;

/** The cap of the header, in UTF-16, and its mark. */
const longestHeadBytes = 2 * defaultMaxHeaderBytes + 2;

/** Reads a message's header and judges it. At once for nearly all; a promise when the header is longer than the first read. */
export function judgeMessage(message: InputMessage, judge: Judge): MessageResult | Promise<MessageResult> {
  const reading = read(message.head);
  return isEnough(reading, message.head) ? resultOf(message.name, reading, judge) : judgeLonger(message, judge);
}

async function judgeLonger(message: InputMessage, judge: Judge): Promise<MessageResult> {
  return resultOf(message.name, read(await message.longer(longestHeadBytes)), judge);
}

function read({ bytes, end }: Head): TraceReading {
  return readTrace(bytes, { input: end });
}

function isEnough(reading: TraceReading, { end }: Head): boolean {
  return end === 'whole' || (reading.kind === 'email' && reading.overLimit !== 'header-bytes');
}

function resultOf(source: string, reading: TraceReading, judge: Judge): MessageResult {
  if (reading.kind === 'email') return { kind: 'judged', source, verdict: judge(reading) };
  return { kind: 'failed', source, problem: notAnEmail(source, reading.what) };
}

/** The result of an input that could not be read; what is no AkrelayError is a bug and goes on. */
export function failure(source: string, error: unknown): MessageResult {
  if (!(error instanceof AkrelayError)) throw error;
  const { kind, message, hint } = error;
  return { kind: 'failed', source, problem: { kind, message, hint } };
}
