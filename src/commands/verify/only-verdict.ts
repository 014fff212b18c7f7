import { AkrelayError, usageError } from '../../errors.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import type { World } from '../../world/world.js';
import type { Judge } from './judge-message.js';
import type { MessageResult } from './result.js';
import { inPlace, workOf } from './work.js';

/** The verdict on an input that must hold a single message. Throws what went wrong with it, and `usage` for several. */
export async function onlyVerdict(file: string, judge: Judge, { messages }: World): Promise<PathVerdict> {
  const { files } = messages.inputs({ operands: [file], folders: 'flat', namesFrom: undefined });
  const results: MessageResult[] = [];
  for await (const batch of inPlace(workOf(files, judge))) {
    results.push(...batch);
    if (results.length > 1) break;
  }
  const [result] = results;
  if (result === undefined || results.length > 1)
    throw usageError(`${file} contains several messages.`, 'Give a file with one message.');
  if (result.kind === 'judged') return result.verdict;
  const { kind, message, hint } = result.problem;
  throw new AkrelayError(kind, hint === undefined ? { message } : { message, hint });
}
