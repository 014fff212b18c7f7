/** A change of the text: `remove` characters from `at` on and put `insert` there. */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** The text after all splices. Removals may overlap; insertions at one place keep their order. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { at, remove, insert } of inOrder(splices)) {
    if (at > from) pieces.push(text.slice(from, at));
    pieces.push(insert);
    from = Math.max(from, at + remove);
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/** In the order of the text. */
export function inOrder(splices: readonly Splice[]): readonly Splice[] {
  return [...splices].sort((a, b) => a.at - b.at);
}
