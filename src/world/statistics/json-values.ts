import { AkrelayError } from '../../errors.js';
import type { PlacedValue } from './statistics-room.js';

/** A whole value has to be in memory at once; a reply of an API with 1,000 rows takes less than one. */
const mostMegabytes = 64;
const mostCharacters = mostMegabytes * 1024 * 1024;

/** The JSON of a file: one value, over several lines or not, or one on each line. No more than one is held in memory. */
export async function* jsonFile(name: string, text: AsyncIterable<string>): AsyncGenerator<PlacedValue> {
  const lines = linesOf(name, text);
  const first = await lines.next();
  const whole = first.done ? undefined : parsed(first.value);
  if (first.done || whole === undefined) {
    yield { place: name, value: await oneValue(name, first.value ?? '', lines) };
    return;
  }
  yield { place: name, value: whole.value };
  let number = 1;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const value = parsed(line);
    if (value === undefined) throw notWhole(`Line ${number} of ${name}`);
    yield { place: `line ${number} of ${name}`, value: value.value };
  }
}

async function oneValue(name: string, first: string, rest: AsyncIterable<string>): Promise<unknown> {
  const lines = [first];
  let length = first.length;
  for await (const line of rest) {
    lines.push(line);
    length += line.length;
    if (length > mostCharacters) throw tooLarge(name);
  }
  const value = parsed(lines.join('\n'));
  if (value === undefined) throw notWhole(name);
  return value.value;
}

async function* linesOf(name: string, text: AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = [];
  let length = 0;
  for await (const piece of text) {
    const lines = piece.split('\n');
    for (const line of lines.slice(0, -1)) {
      yield [...parts, line].join('');
      [parts, length] = [[], 0];
    }
    const last = lines.at(-1) ?? '';
    parts.push(last);
    length += last.length;
    if (length > mostCharacters) throw tooLarge(name);
  }
  if (length > 0) yield parts.join('');
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')) };
  } catch {
    return undefined;
  }
}

function notWhole(what: string): AkrelayError {
  return new AkrelayError('bad-input', {
    message: `${what} is not complete JSON: it was truncated, or is not JSON.`,
    hint: 'Save the reply again.',
  });
}

function tooLarge(name: string): AkrelayError {
  return new AkrelayError('bad-input', {
    message: `${name} contains a JSON value of more than ${mostMegabytes} MB.`,
    hint: 'Write one row per line, for example with: jq -c ".data[]" <file>',
  });
}
