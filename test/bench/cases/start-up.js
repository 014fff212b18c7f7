import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inTurns, processMs } from '../measure.js';
import { onNode24, singleFile } from '../programs.js';

const rounds = 31;
const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-bench-'));
const folderWithConfig = mkdtempSync(path.join(tmpdir(), 'akrelay-bench-'));
for (const cwd of [folder, folderWithConfig]) copyFileSync('examples/confirmed.eml', path.join(cwd, 'one.eml'));
copyFileSync('examples/akrelay.yaml', path.join(folderWithConfig, 'akrelay.yaml'));

/** Whole processes, against a Node that does nothing. */
function casesOf(program, where, limits) {
  if (program === undefined) return [];
  const { words, node } = program;
  const against = (name, call, cwd, limit) => ({
    name: `${where}: ${name}, against a bare Node`,
    ...limit,
    measure: () =>
      inTurns(
        rounds,
        () => processMs(words[0], [...words.slice(1), ...call], { cwd }),
        () => processMs(node, ['-e', '0'], { cwd }),
      ),
  });
  return [
    against('--version', ['--version'], folder, limits.version),
    against('verify one.eml', ['verify', 'one.eml'], folder, limits.verify),
    against('verify one.eml with a config', ['verify', 'one.eml'], folderWithConfig, limits.withConfig),
  ];
}

export const cases = [
  ...casesOf(singleFile, 'the single file', {
    version: { limit: 0.7 },
    verify: { limit: 1.2 },
    withConfig: { limit: 1.3 },
  }),
  ...casesOf(onNode24, 'on Node 24', {
    version: { limit: 1.5, goal: 1.3 },
    verify: { limit: 2.7, goal: 1.9 },
    withConfig: { limit: 3.5, goal: 2.3 },
  }),
];
