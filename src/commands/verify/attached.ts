import { AkrelayError } from '../../errors.js';
import { inputName } from '../../relay/input-name.js';
import { type AttachedMessage, attachedMessages } from '../../trace/field/attached-messages.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import type { InputFile, InputMessage, Opened } from '../../world/messages/message-files.js';

/** So much of a message is searched for attached ones. */
const searchedBytes = 16 * 1024 * 1024;

/** In the place of each message those that are attached to it, named `forward.eml#attached1`. */
export async function* attachedTo(files: AsyncIterable<readonly InputFile[]>): AsyncIterable<readonly InputFile[]> {
  for await (const portion of files)
    yield portion.map(({ name, open }) => ({ name, open: async () => opened(await open()) }));
}

function opened(outer: Opened): Opened {
  return { kind: 'mailbox', messages: outer.kind === 'message' ? ofMessage(outer.message) : ofMailbox(outer.messages) };
}

async function* ofMessage(message: InputMessage): AsyncIterable<readonly InputMessage[]> {
  try {
    yield await ofOne(message);
  } finally {
    await message.close?.();
  }
}

async function* ofMailbox(messages: AsyncIterable<readonly InputMessage[]>): AsyncIterable<readonly InputMessage[]> {
  for await (const portion of messages) for (const message of portion) yield await ofOne(message);
}

async function ofOne(message: InputMessage): Promise<readonly InputMessage[]> {
  const { name, doubt } = message;
  if (doubt !== undefined) return [message];
  const attached = attachedMessages((await message.longer(searchedBytes)).bytes);
  if (attached.length > 0) return attached.map((one, at) => inputOf(one, name, at + 1));
  const problem = new AkrelayError('not-an-email', {
    message: `No message is attached to ${inputName(name)}.`,
    hint: 'Remove --attached to verify the message itself.',
  });
  return [{ ...message, problem }];
}

function inputOf({ line, bytes, end }: AttachedMessage, to: string, number: number): InputMessage {
  const head = { bytes, end };
  return { name: `${to}#attached${number}`, head, longer: () => head, attached: { to, line } };
}

/** The verdict on an attached message, which says so. */
export function asAttached(verdict: PathVerdict, { to, line }: NonNullable<InputMessage['attached']>): PathVerdict {
  const says = `This message was attached to ${inputName(to)} (line ${line}). The person who attached it could have changed it.`;
  return withEvidence(verdict, 'content/attached', says);
}

/** The verdict on a message, which names those attached to it. */
export function namingAttached(verdict: PathVerdict, bytes: Uint8Array): PathVerdict {
  const [first, ...more] = attachedMessages(bytes);
  if (first === undefined) return verdict;
  const says =
    more.length === 0
      ? `It contains a forwarded message (line ${first.line}): verify it with --attached.`
      : `It contains ${more.length + 1} forwarded messages (from line ${first.line}): verify them with --attached.`;
  return withEvidence(verdict, 'content/has-attached', says);
}

function withEvidence(verdict: PathVerdict, rule: string, says: string): PathVerdict {
  return { ...verdict, evidence: [...verdict.evidence, { rule, hop: undefined, span: undefined, text: '', says }] };
}
