import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgePath, readTrace } from '../../src/index.js';
import type { Random } from '../support/writers/hostile.js';
import {
  borderWriters,
  insideWriters,
  type Judge,
  routes,
  type Trial,
  tryLie,
  tryMoved,
  tryTruth,
} from '../support/writers/index.js';

/** Runs of each route and kind; WRITER_RUNS=2000 for a long look, and `npm run fuzz` for a million. */
const numRuns = Number(process.env['WRITER_RUNS'] ?? 25);

const judge: Judge = (bytes, options) => {
  const trace = readTrace(bytes);
  return trace.kind === 'email' ? judgePath(trace, options) : undefined;
};

/** Choices that fast-check makes, and makes smaller when something fails. */
function holds(tried: (random: Random) => Trial | undefined): void {
  fc.assert(
    fc.property(fc.gen(), (g) => {
      const below = (n: number): number => g(fc.nat, n - 1);
      const trial = tried({ below, pick: (list) => list[below(list.length)] as (typeof list)[number] });
      if (trial?.problem !== undefined) throw new Error(`${trial.kind}: ${trial.problem}\n${Buffer.from(trial.bytes)}`);
    }),
    { numRuns },
  );
}

test('at least 40 writers are modelled, each with its source', () => {
  const writers = [...borderWriters, ...insideWriters];
  expect(writers.length).toBeGreaterThanOrEqual(40);
  expect(new Set(writers.map(({ name }) => name)).size).toBe(writers.length);
  for (const { name, version, source } of writers) expect({ name, version, source }).not.toMatchObject({ source: '' });
});

describe.each(routes.map((route) => [route.name, route] as const))('%s', (_name, route) => {
  test('a liar is confirmed nowhere, and no other address is taken for his', () =>
    holds((random) => tryLie(random, route, judge)));

  test('the name alone counts where the server checked it', () => holds((random) => tryMoved(random, route, judge)));

  test('the relay is confirmed, the server named', () => holds((random) => tryTruth(random, route, judge, 'stated')));

  test('the relay is confirmed, the server not named', () =>
    holds((random) => (isAnyUsers(route.name) ? undefined : tryTruth(random, route, judge, 'inferred'))));
});

/** A program on a machine that nobody named may be any user's: its lines lead nowhere. */
function isAnyUsers(route: string): boolean {
  return route.startsWith('Postfix, from a program');
}
