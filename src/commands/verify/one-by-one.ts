import type { InputFile, InputMessage } from '../../world/messages/message-files.js';
import { failure, type Judge, judgeMessage } from './judge-message.js';
import type { MessageResult } from './result.js';

/** What is done with a message besides judging it; returns its result, with more in it. */
export type Further = (message: InputMessage, result: MessageResult) => Promise<MessageResult>;

/** The results of all files, one message after another, each while it is open. */
export async function* oneByOne(
  files: AsyncIterable<readonly InputFile[]>,
  judge: Judge,
  further: Further,
): AsyncIterable<readonly MessageResult[]> {
  for await (const portion of files) for (const file of portion) yield* ofFile(file, judge, further);
}

async function* ofFile(file: InputFile, judge: Judge, further: Further): AsyncIterable<readonly MessageResult[]> {
  const ofMessage = async (message: InputMessage): Promise<MessageResult> =>
    further(message, await judgeMessage(message, judge));
  try {
    const opened = await file.open();
    if (opened.kind === 'message') {
      try {
        yield [await ofMessage(opened.message)];
      } finally {
        await opened.message.close?.();
      }
      return;
    }
    for await (const portion of opened.messages) for (const message of portion) yield [await ofMessage(message)];
  } catch (error) {
    yield [failure(file.name, error)];
  }
}
