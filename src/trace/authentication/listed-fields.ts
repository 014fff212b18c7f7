import { bodyStart, eachField } from '../field/header-fields.js';
import { findTop } from '../field/header-section.js';
import { decodeHead, withLineEnds } from '../field/header-text.js';
import { defaultMaxHeaderBytes } from '../field/read-trace.js';

/** A header field with its place among the others. */
export interface ListedField {
  /** Lower case. */
  readonly name: string;
  /** Unfolded. */
  readonly body: string;
  /** Line of the file, from 1: as hops have it. */
  readonly line: number;
}

/** The fields of these names, top to bottom. `names` in lower case. */
export function listedFields(bytes: Uint8Array, names: readonly string[]): readonly ListedField[] {
  const head = withLineEnds(decodeHead(bytes, defaultMaxHeaderBytes));
  const fields: ListedField[] = [];
  eachField(head.text, findTop(head), (offset, end, line) => {
    for (const name of names) {
      const start = bodyStart(head.text, offset, name);
      if (start >= 0) fields.push({ name, line, body: head.text.slice(start, end).replace(/\r?\n/g, '').trim() });
    }
    return fields.length < mostFields ? 'on' : 'stop';
  });
  return fields;
}

/** Real messages have a dozen. */
const mostFields = 200;
