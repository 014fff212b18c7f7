import { AkrelayError } from '../../errors.js';
import { defaultMaxHeaderBytes, type EmailTrace, readTrace, type TraceReading } from '../../trace/field/read-trace.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import type { Head, InputMessage } from '../../world/messages/message-files.js';
import { asAttached, namingAttached } from './attached.js';
import { notAnEmail } from './not-an-email.js';
import type { MessageResult } from './result.js';
import { doubtful, unlessEndedEarly } from './unsettled.js';

/** Decides on a trace. */
export type Judge = (trace: EmailTrace) => PathVerdict;

/** The cap of the header, in UTF-16, and its mark. */
export const longestHeadBytes = 2 * defaultMaxHeaderBytes + 2;
/** So much is looked at of a message whose content matters: it may hold messages, or the header that it lacks. */
const contentBytes = 256 * 1024;

/** Reads a message's header and judges it. At once for nearly all; a promise when more is needed than the first read. */
export function judgeMessage(message: InputMessage, judge: Judge): MessageResult | Promise<MessageResult> {
  const { name, head, problem, doubt } = message;
  if (problem !== undefined) return failure(name, problem);
  if (doubt !== undefined)
    return { kind: 'judged', source: name, verdict: doubtful(judge(nothingBelieved), doubt, head) };
  const reading = read(head);
  const wanted = head.end === 'whole' ? 0 : wantedBytes(reading);
  return wanted === 0 ? resultOf(message, head, reading, judge) : judgeLonger(message, wanted, judge);
}

const nothingBelieved: EmailTrace = {
  ...{ kind: 'email', received: [], overLimit: undefined, hasAuthor: false, earlyEnd: undefined },
  ...{ mayHoldMessages: false, field: () => [], below: () => '' },
};

/** How much more than the beginning of a message it takes to judge it; 0 = nothing. */
function wantedBytes(reading: TraceReading): number {
  if (reading.kind === 'not-an-email' || reading.overLimit === 'header-bytes') return longestHeadBytes;
  return isWholeHeader(reading) && !reading.mayHoldMessages ? 0 : contentBytes;
}

function isWholeHeader({ received, hasAuthor }: EmailTrace): boolean {
  return hasAuthor && received.length > 0;
}

async function judgeLonger(message: InputMessage, wanted: number, judge: Judge): Promise<MessageResult> {
  const head = await message.longer(wanted);
  const reading = read(head);
  return resultOf(message, head, reading, judge);
}

function read({ bytes, end }: Head): TraceReading {
  return readTrace(bytes, { input: end });
}

function resultOf({ name, attached }: InputMessage, head: Head, reading: TraceReading, judge: Judge): MessageResult {
  if (reading.kind === 'not-an-email') return { kind: 'failed', source: name, problem: notAnEmail(name, reading.what) };
  const verdict = unlessEndedEarly(judge(reading), reading);
  if (attached !== undefined) return { kind: 'judged', source: name, verdict: asAttached(verdict, attached) };
  return {
    kind: 'judged',
    source: name,
    verdict: reading.mayHoldMessages ? namingAttached(verdict, head.bytes.subarray(0, contentBytes)) : verdict,
  };
}

/** The result of an input that could not be read; what is not an AkrelayError is a bug and goes on. */
export function failure(source: string, error: unknown): MessageResult {
  if (!(error instanceof AkrelayError)) throw error;
  const { kind, message, hint } = error;
  return { kind: 'failed', source, problem: { kind, message, hint } };
}
