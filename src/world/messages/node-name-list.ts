import { AkrelayError } from '../../errors.js';
import { fileStream } from '../files/file-stream.js';
import { cannotRead } from '../files/node-reason.js';

/** Longer than any path; a list without NULs is noticed by it. */
const longestName = 64 * 1024;

/** The names of a list that end in NUL (`find -print0`), in the portions in which they arrive. */
export async function* namesIn(list: string, absolute: string): AsyncIterable<readonly string[]> {
  let rest = '';
  let any = false;
  const decoder = new TextDecoder();
  for await (const chunk of chunksOf(list, absolute)) {
    const names = (rest + decoder.decode(chunk, { stream: true })).split('\0');
    rest = names.pop() ?? '';
    any ||= names.length > 0;
    const known = names.filter((name) => name !== '');
    if (known.length > 0) yield known;
    // Only now: what is said of the names before it does not depend on how the list arrives.
    if (rest.length > longestName) throw notAList(list, 'a name is too long');
  }
  if (!any && rest.includes('\n')) throw notAList(list, 'there is no NUL in it');
  if (rest !== '') yield [rest];
  else if (!any) throw notAList(list, 'it is empty');
}

async function* chunksOf(list: string, absolute: string): AsyncIterable<Uint8Array> {
  try {
    yield* list === '-' ? process.stdin : await fileStream(absolute);
  } catch (error) {
    throw cannotRead(list, error);
  }
}

function notAList(list: string, why: string): AkrelayError {
  return new AkrelayError('input-missing', {
    message: `${list === '-' ? 'The list of names on standard input' : list} is not a list of file names: ${why}.`,
    hint: "Names must end with NUL, as printed by: find spool -name '*.eml' -print0",
  });
}
