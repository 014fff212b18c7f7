import type { InputFile } from '../../world/messages/message-files.js';
import { type Judge, judgeMessage } from './judge-message.js';
import type { MessageResult, Written } from './result.js';
import { newTally } from './tally.js';
import { judgeFile, messageOf, type ShareInput } from './work.js';

/** What a thread is asked to do: judge these, the first of which has this number in the document. */
export interface SharedWork {
  readonly inputs: readonly ShareInput[];
  readonly firstNumber: number;
}

export interface Writer {
  readonly judge: Judge;
  readonly item: (result: MessageResult, number: number) => string;
  readonly file: (name: string, place: string) => InputFile;
}

/** Does the work of a thread. Undefined when an input holds several messages: then the numbers of the others are not known. */
export async function writeShare(
  { inputs, firstNumber }: SharedWork,
  { judge, item, file }: Writer,
): Promise<Written | undefined> {
  const tally = newTally();
  let text = '';
  for (const [at, input] of inputs.entries()) {
    const found =
      'place' in input ? judgeFile(file(input.name, input.place), judge) : judgeMessage(messageOf(input), judge);
    const result = found instanceof Promise ? await found : found;
    if (result.kind === 'mailbox') return undefined;
    tally.add(result);
    text += item(result, firstNumber + at);
  }
  return { text, counts: tally.counts() };
}
