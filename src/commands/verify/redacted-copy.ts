import { AkrelayError } from '../../errors.js';
import { readTrace } from '../../trace/field/read-trace.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import { redactedCopies } from '../../trace/redact/redact-message.js';
import type { InputMessage } from '../../world/messages/message-files.js';
import { type Judge, judgeMessage, longestHeadBytes } from './judge-message.js';

/** A copy without what is about a person, which has the same verdict by this judge. Throws `bad-input` where none has. */
export async function redactedCopy(message: InputMessage, verdict: PathVerdict, judge: Judge): Promise<string> {
  const { bytes, end } = await message.longer(longestHeadBytes);
  const trace = readTrace(bytes, { input: end });
  if (trace.kind === 'email')
    for (const copy of redactedCopies(trace, verdict)) {
      const head = { bytes: new TextEncoder().encode(copy), end: 'whole' } as const;
      const again = await judgeMessage({ name: message.name, head, longer: () => head }, judge);
      if (again.kind === 'judged' && isSame(again.verdict, verdict)) return copy;
    }
  throw new AkrelayError('bad-input', {
    message: `${message.name === '-' ? 'The message' : message.name} cannot be redacted: its copy would get another verdict.`,
    hint: 'Replace the personal data by hand, and verify the copy.',
  });
}

function isSame(one: PathVerdict, other: PathVerdict): boolean {
  return one.verdict === other.verdict && one.reason === other.reason && one.boundaryHop === other.boundaryHop;
}
