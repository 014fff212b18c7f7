import { spawnSync } from 'node:child_process';

/** Wall time of a whole process, in milliseconds. Its output is thrown away; a wrong exit code throws. */
export function processMs(command, args, { cwd, exit = 0, env = process.env } = {}) {
  const start = process.hrtime.bigint();
  const run = spawnSync(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (run.status !== exit) throw new Error(`${command} ${args.join(' ')} exited with ${run.status}: ${run.stderr}`);
  return ms;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Medians of two measurements taken in turns, so that a busy moment of the machine hits both. */
export function inTurns(rounds, ours, baseline) {
  const all = { ours: [], baseline: [] };
  for (let round = 0; round < rounds; round++) {
    all.baseline.push(baseline());
    all.ours.push(ours());
  }
  return { ours: median(all.ours), baseline: median(all.baseline), unit: 'ms' };
}
