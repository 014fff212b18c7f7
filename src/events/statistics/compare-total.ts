import { distinct } from './compare-group.js';
import type { ComparedGroup, ComparedLine, Explained } from './comparison.js';
import { altcraftInaccuracy, inaccuracy } from './explanations.js';
import type { Measure } from './figures.js';

/** A measure of all groups together; undefined where no group has it. */
export function totalOf(measure: Measure, groups: readonly ComparedGroup[]): ComparedLine | undefined {
  const lines = groups.flatMap((group) => group.lines.filter((line) => line.measure === measure));
  if (lines.length === 0) return undefined;
  const altcraft = sumOf(lines.map((line) => line.altcraft));
  const sendsay = sumOf(lines.map((line) => line.sendsay));
  const isOnBoth = lines.some(({ difference }) => difference !== undefined);
  const explained = new Map<string, Explained>();
  for (const one of lines.flatMap((line) => line.explained))
    explained.set(one.id, { ...one, events: one.events + (explained.get(one.id)?.events ?? 0) });
  const open = lines.reduce((sum, { unexplained }) => sum + unexplained, 0);
  const within = Math.min(open, Math.floor((altcraft ?? 0) / altcraftInaccuracy));
  if (within > 0) explained.set(inaccuracy.id, { id: inaccuracy.id, events: within, weight: 'documented' });
  return {
    measure,
    altcraft,
    sendsay,
    difference: isOnBoth && altcraft !== undefined && sendsay !== undefined ? sendsay - altcraft : undefined,
    explained: [...explained.values()],
    possible: distinct(lines.flatMap((line) => line.possible)),
    unexplained: open - within,
  };
}

function sumOf(parts: readonly (number | undefined)[]): number | undefined {
  return parts.every((part) => part === undefined)
    ? undefined
    : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}
