import type { InputFile } from '../../world/messages/message-files.js';
import type { Files } from '../../world/world.js';
import type { KeptResults, MessageResult } from './result.js';

/** More would make a page that no browser likes. */
const mostKept = 200;
/** Of all their trace lines together. */
const mostCharacters = 8_000_000;

type Rank = 'not-confirmed' | 'unknown' | 'failed' | 'confirmed';

/** Keeps as many results as a page shows, in the order of the exit code: what is not confirmed comes first. */
export function keptResults(): KeptResults {
  const kept: Readonly<Record<Rank, MessageResult[]>> = { 'not-confirmed': [], unknown: [], failed: [], confirmed: [] };
  let characters = 0;
  return {
    add: (result) => {
      const of = kept[result.kind === 'failed' ? 'failed' : result.verdict.verdict];
      const size = sizeOf(result);
      if (of.length >= mostKept || characters + size > mostCharacters) return;
      characters += size;
      of.push(result);
    },
    results: () => Object.values(kept).flat().slice(0, mostKept),
  };
}

function sizeOf(result: MessageResult): number {
  return result.kind === 'failed' ? 0 : result.verdict.hops.reduce((sum, { text }) => sum + text.length, 0);
}

/** The same files; none that was read is written over by this call. */
export async function* keepingInputs(
  portions: AsyncIterable<readonly InputFile[]>,
  files: Pick<Files, 'keep'>,
): AsyncIterable<readonly InputFile[]> {
  for await (const portion of portions) {
    for (const { name, place } of portion) files.keep(place ?? name);
    yield portion;
  }
}
