/**
 * What the engine makes of real mail: reads all `Received` fields that stand in the files below the folders given, each
 * once, and says how many are accounted for by the grammar of a writer, and what the others look like.
 *
 *   npm run build && node test/fuzz/real-lines.js /tmp/mail [--show 40]
 */
import { parseArgs } from 'node:util';
import { parseReceived } from '../../dist/index.js';
import { receivedFieldsOf } from './received-of.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { show: { type: 'string', default: '40' } },
});

const keywords =
  /^(?:from|by|via|with|id|for|helo|ehlo|esmtp[sa]*|smtp[s]?|envelope|ident|port|version|cipher|bits|verify)$/i;

const fields = [...new Set(positionals.flatMap((folder) => receivedFieldsOf(folder)))].filter(isField);
const hops = fields.map((field) => ({ field, hop: parseReceived(field) }));
const groups = {
  'accounted for, with an address': hops.filter(({ hop }) => hop.accounted && hop.from?.tcpInfo.address !== undefined),
  'accounted for, without one': hops.filter(({ hop }) => hop.accounted && hop.from?.tcpInfo.address === undefined),
  'not accounted for, with an address': hops.filter(({ hop, field }) => !hop.accounted && showsAddress(field)),
  'not accounted for, without one': hops.filter(({ hop, field }) => !hop.accounted && !showsAddress(field)),
};

console.log(`${fields.length} fields`);
for (const [name, group] of Object.entries(groups)) console.log(`${String(group.length).padStart(7)} ${name}`);
console.log(`${String(hops.filter(({ hop }) => hop.accounted && hop.ambiguous).length).padStart(7)} told in two ways`);
for (const group of [groups['not accounted for, with an address'], groups['not accounted for, without one']])
  for (const [shape, of] of shapesOf(group).slice(0, Number(values.show)))
    console.log(`\n${of.length} × ${shape}\n    ${of[0]}`);

/** Neither a format string nor a sentence about trace lines. */
function isField(field) {
  return /\b(?:from|by)\b|^\(/i.test(field) && field.length < 3000 && !/%[sd]|[{}$]|\$\(/.test(field);
}

function showsAddress(field) {
  return /\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}:[0-9a-f:]*:[0-9a-f]/i.test(field.replace(/;[^;]*$/, ''));
}

/** Fields of the same shape together, most frequent first. */
function shapesOf(group) {
  const shapes = new Map();
  for (const { field } of group) {
    const shape = shapeOf(field);
    shapes.set(shape, [...(shapes.get(shape) ?? []), field]);
  }
  return [...shapes].sort(([, a], [, b]) => b.length - a.length);
}

function shapeOf(field) {
  return field
    .replace(/\s+/g, ' ')
    .replace(/[\w.+-]*\w/g, (word) => (keywords.test(word) ? word : word.replace(/[a-z]+/gi, 'a').replace(/\d+/g, '9')))
    .replace(/(?:[a9][._+-]?)+/g, (word) => (/a/.test(word) ? 'a' : word));
}
