import type { Hunk } from './change-plan.js';
import { secretPlaces } from './secret-places.js';

/** The text, line for line, with `***` in the place of every secret that is written out in it. It need not be valid. */
export function maskedText(text: string): string {
  const places = [...secretPlaces(text)].sort((a, b) => a.from - b.from);
  let masked = '';
  let done = 0;
  for (const { from, to } of places) {
    if (to <= done) continue;
    const begin = Math.max(from, done);
    masked += text.slice(done, begin) + marks(text.slice(begin, to));
    done = to;
  }
  return masked + text.slice(done);
}

/** A mark for each line, so that a line of the masked text is the same line of the file. */
function marks(secret: string): string {
  return secret.replace(/^([ \t]*)[^\r\n]*\S[^\r\n]*/gm, '$1***');
}

/** Hunks with the lines of the masked texts, old and new, in the place of the texts' own. */
export function maskedHunks(hunks: readonly Hunk[], old: string, now: string): Hunk[] {
  const [before, after] = [old, now].map((text) => text.split(/\r?\n/));
  return hunks.map((hunk) => {
    let [oldLine, newLine] = [hunk.oldStart - 1, hunk.newStart - 1];
    const lines = hunk.lines.map((line) => {
      const text = line.kind === 'added' ? after?.[newLine] : before?.[oldLine];
      if (line.kind !== 'added') oldLine += 1;
      if (line.kind !== 'removed') newLine += 1;
      return { ...line, text: text ?? line.text };
    });
    return { ...hunk, lines };
  });
}
