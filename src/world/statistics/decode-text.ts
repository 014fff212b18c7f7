import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { AkrelayError } from '../../errors.js';

/**
 * The text of a file in UTF-8, UTF-16 (with a byte order mark) or Windows-1251, in pieces. The first bytes beyond ASCII tell UTF-8 from
 * Windows-1251: Russian text in the latter is never valid UTF-8. Throws `bad-input` where later bytes say otherwise.
 */
export async function* decodedText(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    decoder ??= isFirst ? byMark(chunk) : undefined;
    isFirst = false;
    if (decoder === undefined && isAscii(chunk)) {
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
      continue;
    }
    decoder ??= new TextDecoder(isUtf8(chunk) ? 'utf-8' : 'windows-1251', { fatal: true });
    yield decoded(() => decoder?.decode(chunk, { stream: true }) ?? '', notText(name));
  }
  const cut = badInput(`${name} ends in the middle of a character: the export was cut.`, 'Export it again.');
  if (decoder !== undefined) yield decoded(() => decoder.decode(), cut);
}

function byMark([first, second, third]: Uint8Array): TextDecoder | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder('utf-8', { fatal: true });
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  return undefined;
}

/** A chunk may end inside a character. */
function isUtf8(chunk: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function decoded(decode: () => string, otherwise: AkrelayError): string {
  try {
    return decode();
  } catch {
    throw otherwise;
  }
}

export function notText(name: string): AkrelayError {
  return badInput(`${name} is not text in UTF-8, UTF-16 or Windows-1251.`, 'Export it again as CSV in UTF-8.');
}

function badInput(message: string, hint: string): AkrelayError {
  return new AkrelayError('bad-input', { message, hint });
}
