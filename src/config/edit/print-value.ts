import type { ScalarValue, Value } from '../tree.js';

/** Plain text that no YAML 1.1 or 1.2 reader takes for anything but this text, inside brackets too. */
const safePlain = /^[A-Za-z_/](?:[\w./@+-]*[\w/@+])?$/;
const wordsWithMeaning = /^(true|false|yes|no|on|off|y|n|null|\.?nan|\.?inf)$/i;
/** As 1.2.3.4/24; an address alone is a number to some YAML 1.1 readers. */
const ipv4Network = /^\d+(\.\d+){3}\/\d+$/;
const hostWithPort = /^[A-Za-z][\w.-]*:\d+$/;

/** A scalar as it is written in the file. Text stays text: what looks like a number or a truth value is quoted. */
export function printScalar({ text, style }: Pick<ScalarValue, 'text' | 'style'>): string {
  if (style === 'plain') return text;
  const plain =
    (safePlain.test(text) && !wordsWithMeaning.test(text)) || hostWithPort.test(text) || ipv4Network.test(text);
  return plain ? text : doubleQuoted(text);
}

/** A scalar in the place of another: the quotes of the other are kept where they can be. */
export function printInPlaceOf(old: string | undefined, value: ScalarValue): string {
  if (old === 'QUOTE_DOUBLE') return doubleQuoted(value.text);
  if (old === 'QUOTE_SINGLE' && /^[\x20-\x7e]*$/.test(value.text)) return `'${value.text.replaceAll("'", "''")}'`;
  return printScalar(value);
}

/** JSON's quoting is YAML's too; what some readers take for a line end or refuse is escaped as well. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value on one line. */
export function printInline(value: Value): string {
  if (value.kind === 'scalar') return printScalar(value);
  if (value.kind === 'list') return `[${value.items.map(printInline).join(', ')}]`;
  if (value.entries.length === 0) return '{}';
  return `{ ${value.entries.map(({ key, value: held }) => `${printKey(key)}: ${printInline(held)}`).join(', ')} }`;
}

export function printKey(key: string): string {
  return printScalar({ text: key, style: 'quoted' });
}

/** Whether a new value goes on its key's line. */
export function isInline(value: Value): boolean {
  if (value.kind === 'scalar' || value.style === 'flow') return true;
  return value.kind === 'list' ? value.items.length === 0 : value.entries.length === 0;
}

/** The lines of a new entry of a block map, without line ends. `step` is the indentation of one level. */
export function printEntry(key: string, value: Value, indent: string, step: string): string[] {
  if (isInline(value)) return [`${indent}${printKey(key)}: ${printInline(value)}`];
  return [`${indent}${printKey(key)}:`, ...printBlock(value, indent + step, step)];
}

/** The lines of a new block collection. */
export function printBlock(value: Value, indent: string, step: string): string[] {
  if (value.kind === 'scalar') return [`${indent}${printScalar(value)}`];
  if (value.kind === 'list') return value.items.flatMap((item) => printItem(item, indent, '- ', step));
  return value.entries.flatMap(({ key, value: held }) => printEntry(key, held, indent, step));
}

/** The lines of a new item of a block list; `dash` is the dash with the spaces after it. */
export function printItem(item: Value, indent: string, dash: string, step: string): string[] {
  if (isInline(item)) return [`${indent}${dash}${printInline(item)}`];
  const [first = '', ...more] = printBlock(item, indent + ' '.repeat(dash.length), step);
  return [indent + dash + first.trimStart(), ...more];
}
