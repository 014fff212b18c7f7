/**
 * How often the line that decides is not understood, on real mail: judges every message that the files below the folders
 * hold, those with the same trace once, by what can be inferred, and prints each deciding line that no grammar accounts for.
 *
 *   npm run build && node test/fuzz/real-messages.js /tmp/mail
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const program = path.resolve(import.meta.dirname, '../../bin/akrelay.cjs');

const judged = new Map(
  process.argv
    .slice(2)
    .flatMap(resultsOf)
    .filter(({ hops }) => hops.length > 0)
    .map((result) => [JSON.stringify(result.hops.map((hop) => ({ ...hop, line: 0 }))), result]),
);
const results = [...judged.values()];
const unreadable = results.filter(({ reason }) => reason === 'unreadable-line');

for (const { source, hops, evidence } of unreadable) {
  const [{ hop, text }] = evidence;
  console.log(`${source}: ${JSON.stringify(text)} does not fit\n    ${fieldAt(source, hops[hop].line)}`);
}
for (const [verdict, count] of countOf(results.map(({ verdict, reason }) => `${verdict}: ${reason}`)))
  console.log(`${String(count).padStart(7)} ${verdict}`);
const share = ((100 * unreadable.length) / results.length).toFixed(2);
console.log(`${results.length} messages, in ${unreadable.length} (${share} %) the deciding line is not accounted for`);

/** What the program says of a folder, a result each. */
function resultsOf(folder) {
  const args = [program, 'verify', '--recursive', '--format', 'ndjson', folder];
  const { stdout } = spawnSync(process.execPath, args, { maxBuffer: 2 ** 30, encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** The field that begins at a line of a file, unfolded. In a mailbox lines are counted from the message on. */
function fieldAt(source, line) {
  if (/#\d+$/.test(source) || source.endsWith('.gz')) return `line ${line} of that message`;
  const lines = readFileSync(source, 'latin1')
    .split(/\r\n|\n|\r/)
    .slice(line - 1);
  const end = lines.findIndex((text, at) => at > 0 && !/^[ \t]/.test(text));
  return lines.slice(0, end).join(' ').replace(/\s+/g, ' ');
}

function countOf(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
