import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Splice } from './splice.js';
import { Refusal, type TextPlaces } from './text-places.js';

/** Elements of a flow collection, in the order of the text: list items, or pairs of a map. */
export interface FlowElement {
  readonly start: number;
  readonly end: number;
  readonly fate: 'kept' | 'removed';
}

/** New text to put after the element with this index; -1 = before all. */
export interface FlowInsertion {
  readonly behind: number;
  readonly text: string;
}

/** Changes between brackets: commas follow their elements, comments stay, a list over several lines stays so. */
export function editFlow(
  places: TextPlaces,
  node: YAMLMap | YAMLSeq,
  elements: readonly FlowElement[],
  insertions: readonly FlowInsertion[],
): Splice[] {
  const close = (node.range?.[1] ?? 0) - 1;
  const commas = elements.map(({ end }, i) => {
    const at = places.nextToken(end);
    if (at < close && places.text[at] !== ',') throw new Refusal(end, 'there is something unusual in the brackets');
    return at < close && at < (elements[i + 1]?.start ?? close) ? at : undefined;
  });
  return [
    ...removals(places, elements, commas),
    ...joined(insertions).flatMap((insertion) => inserted(places, node, elements, commas, insertion)),
  ];
}

/** What goes after the same element goes there as one. */
function joined(insertions: readonly FlowInsertion[]): FlowInsertion[] {
  const texts = new Map<number, string>();
  for (const { behind, text } of insertions) {
    const before = texts.get(behind);
    texts.set(behind, before === undefined ? text : `${before}, ${text}`);
  }
  return [...texts].map(([behind, text]) => ({ behind, text }));
}

function removals(
  places: TextPlaces,
  elements: readonly FlowElement[],
  commas: readonly (number | undefined)[],
): Splice[] {
  const splices = elements.flatMap((element, i) =>
    element.fate === 'removed' ? removedElement(places, element, commas[i]) : [],
  );
  const lastKept = elements.findLastIndex(({ fate }) => fate === 'kept');
  const comma = commas[lastKept];
  // The comma after the last kept element goes, unless the list ended with a comma before.
  if (lastKept < elements.length - 1 && comma !== undefined && commas.at(-1) === undefined)
    splices.push(removal(comma, comma + 1 + spaces(places, comma + 1)));
  return splices;
}

function removedElement(places: TextPlaces, { start, end }: FlowElement, comma: number | undefined): Splice[] {
  const between = comma === undefined ? '' : places.text.slice(end, comma);
  if (comma === undefined || /\S/.test(between))
    return [removal(start, end), ...(comma === undefined ? [] : [removal(comma, comma + 1)])];
  const behind = comma + 1;
  const alone = /^[ \t]*$/.test(places.before(start)) && /^[ \t]*$/.test(places.rest(behind));
  if (alone) return [removal(places.lineStart(start), places.nextLine(behind))];
  return [removal(start, behind + spaces(places, behind))];
}

function inserted(
  places: TextPlaces,
  node: YAMLMap | YAMLSeq,
  elements: readonly FlowElement[],
  commas: readonly (number | undefined)[],
  { behind, text }: FlowInsertion,
): Splice[] {
  const before = elements[behind];
  if (before === undefined) return [firstElement(places, node, elements, text)];
  const comma = commas[behind];
  const lineRest = comma === undefined ? before.end : comma + 1;
  const indent = places.before(before.start);
  const ownLine = /^[ \t]*$/.test(indent) && /^[ \t]*(#.*)?$/.test(places.rest(lineRest));
  if (!ownLine) return [insertion(before.end, `, ${text}`)];
  const lineEnd = lineRest + places.rest(lineRest).length;
  const separator = comma === undefined ? [insertion(before.end, ',')] : [];
  return [...separator, insertion(lineEnd, `${places.eol}${indent}${text}${comma === undefined ? '' : ','}`)];
}

function firstElement(
  places: TextPlaces,
  node: YAMLMap | YAMLSeq,
  elements: readonly FlowElement[],
  text: string,
): Splice {
  const [first] = elements;
  if (first !== undefined) return insertion(first.start, `${text}, `);
  const open = (node.range?.[0] ?? 0) + 1;
  const inner = places.text.slice(open, (node.range?.[1] ?? 0) - 1);
  const padded = places.text[open - 1] === '{' ? ` ${text} ` : text;
  return inner.trim() === '' ? { at: open, remove: inner.length, insert: padded } : insertion(open, padded);
}

/** White space that may go; a comment needs the one before it. */
function spaces(places: TextPlaces, from: number): number {
  return /^[ \t]*(?![ \t#])/.exec(places.rest(from))?.[0].length ?? 0;
}

function removal(from: number, to: number): Splice {
  return { at: from, remove: to - from, insert: '' };
}

function insertion(at: number, insert: string): Splice {
  return { at, remove: 0, insert };
}
