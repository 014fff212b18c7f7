import type { Prompts } from '../world/world.js';
import { problemWith, readWord, type WordKind } from './words.js';

/** Asks until the answer is of the kind. */
export async function askWord<Value>(
  message: string,
  kind: WordKind<Value>,
  prompts: Prompts,
  preset?: string,
): Promise<Value> {
  const more = preset === undefined ? {} : { default: preset };
  return readWord(kind, message, await prompts.text({ message, ...more, problem: (text) => problemWith(kind, text) }));
}
