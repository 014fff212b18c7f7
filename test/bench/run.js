/**
 * Runs the bench cases and prints each as a ratio to a baseline measured in the same run.
 *
 *   npm run bench                 all cases
 *   npm run bench -- start-up     the cases of files whose name contains the word
 *
 * A case file in cases/ exports `cases`: `{ name, limit, goal, measure }`, where `measure` returns
 * `{ ours, baseline, unit }`, medians or totals of the same work. Exit 1 when a ratio is over its limit; a goal that is
 * not reached yet is only told.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = path.join(import.meta.dirname, 'cases');
const words = process.argv.slice(2);
const files = readdirSync(folder).filter((file) => words.length === 0 || words.some((word) => file.includes(word)));

// Node reads these certificates at every start, where the variable is set: 50 ms that would make every ratio look better.
delete process.env.NODE_EXTRA_CA_CERTS;

let over = 0;
console.log(`Node ${process.version}, ${process.platform} ${process.arch}\n`);
for (const file of files.sort()) {
  const { cases } = await import(pathToFileURL(path.join(folder, file)).href);
  for (const { name, limit, goal = limit, measure } of cases) {
    const { ours, baseline, unit } = await measure();
    const ratio = ours / baseline;
    const verdict = ratio > limit ? 'OVER' : ratio > goal ? 'far' : 'ok';
    if (ratio > limit) over += 1;
    console.log(
      `${verdict.padEnd(5)}${ratio.toFixed(ratio < 0.1 ? 3 : 2)} (at most ${limit}${goal < limit ? `, goal ${goal}` : ''})  ${name}: ${ours.toFixed(1)} / ${baseline.toFixed(1)} ${unit}`,
    );
  }
}
process.exitCode = over > 0 ? 1 : 0;
