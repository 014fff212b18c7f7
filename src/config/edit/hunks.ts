import type { DiffLine, Hunk } from '../change-plan.js';
import { lineOf, startsOfLines } from '../problem.js';
import { applySplices, inOrder, type Splice } from './splice.js';

/** Unchanged lines that are shown around a change. */
const contextLines = 3;

/** Lines of the old text, [from, to) counted from 0, and what is there now. */
interface Region {
  readonly from: number;
  readonly to: number;
  readonly now: readonly string[];
}

/** The change as hunks of a unified diff. It follows the splices, so its cost is that of the change, not of the file. */
export function hunksOf(text: string, splices: readonly Splice[]): Hunk[] {
  const starts = startsOfLines(text);
  const line = (i: number): string => text.slice(starts[i] ?? text.length, starts[i + 1] ?? text.length);
  const regions = regionsOf(text, starts, splices).map((region) => trimmed(region, line));
  let shift = 0;
  return grouped(regions.filter(({ from, to, now }) => from < to || now.length > 0)).map((group) => {
    const from = Math.max(0, (group[0]?.from ?? 0) - contextLines);
    const to = Math.min(lineCount(text, starts), (group.at(-1)?.to ?? 0) + contextLines);
    const hunk = { oldStart: from + 1, newStart: from + 1 + shift, lines: hunkLines(group, from, to, line) };
    shift += group.reduce((sum, region) => sum + region.now.length - (region.to - region.from), 0);
    return hunk;
  });
}

/** Without the empty one after the last line end. */
function lineCount(text: string, starts: readonly number[]): number {
  return text.endsWith('\n') || text === '' ? starts.length - 1 : starts.length;
}

function regionsOf(text: string, starts: readonly number[], splices: readonly Splice[]): Region[] {
  const last = lineCount(text, starts);
  const touched = inOrder(splices).map((splice) => ({
    from: lineOf(starts, splice.at) - 1,
    to: Math.min(last, lineOf(starts, Math.max(splice.at, splice.at + splice.remove - 1))),
    splices: [splice],
  }));
  const merged: { from: number; to: number; splices: Splice[] }[] = [];
  for (const region of touched) {
    const last = merged.at(-1);
    if (last === undefined || region.from > last.to) merged.push(region);
    else {
      last.to = Math.max(last.to, region.to);
      last.splices.push(...region.splices);
    }
  }
  return merged.map((region) => {
    const begin = starts[region.from] ?? text.length;
    const old = text.slice(begin, starts[region.to] ?? text.length);
    const local = region.splices.map((splice) => ({ ...splice, at: splice.at - begin }));
    return { from: region.from, to: old === '' ? region.from : region.to, now: linesOf(applySplices(old, local)) };
  });
}

/** Without the lines that are the same at both ends. */
function trimmed({ from, to, now }: Region, line: (i: number) => string): Region {
  let [first, end, head, tail] = [from, to, 0, now.length];
  while (first < end && head < tail && same(line(first), now[head])) {
    first += 1;
    head += 1;
  }
  while (first < end && head < tail && same(line(end - 1), now[tail - 1])) {
    end -= 1;
    tail -= 1;
  }
  return { from: first, to: end, now: now.slice(head, tail) };
}

/** Regions whose context would touch make one hunk. */
function grouped(regions: readonly Region[]): Region[][] {
  const groups: Region[][] = [];
  for (const region of regions) {
    const last = groups.at(-1);
    if (last !== undefined && region.from - (last.at(-1)?.to ?? 0) <= 2 * contextLines) last.push(region);
    else groups.push([region]);
  }
  return groups;
}

function hunkLines(group: readonly Region[], from: number, to: number, line: (i: number) => string): DiffLine[] {
  const lines: DiffLine[] = [];
  const old = (kind: 'context' | 'removed', first: number, end: number): void => {
    for (let i = first; i < end; i++) lines.push({ kind, text: withoutLineEnd(line(i)) });
  };
  let at = from;
  for (const region of group) {
    old('context', at, region.from);
    old('removed', region.from, region.to);
    lines.push(...region.now.map((text): DiffLine => ({ kind: 'added', text: withoutLineEnd(text) })));
    at = region.to;
  }
  old('context', at, to);
  return lines;
}

/** A last line that only got its line end is not shown as changed. */
function same(a: string, b: string | undefined): boolean {
  return b !== undefined && withoutLineEnd(a) === withoutLineEnd(b);
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function withoutLineEnd(line: string): string {
  return line.replace(/\r?\n$/, '');
}
