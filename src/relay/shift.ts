import { fieldsOf, isWord } from './read-fields.js';
import { isRuleMatch, type Part, type RuleMatch } from './virtual-sender.js';

/** A shift that was begun: where its rule came from. The file of the config says how far it is. */
export interface ShiftState {
  readonly virtual: string;
  readonly match: RuleMatch;
  /** The sender whose share grows. */
  readonly to: string;
  /** The shares before the first step. */
  readonly before: readonly Part[];
}

const schema = 'akrelay/virtual-shift-state@1';

export function shiftStateText(state: ShiftState): string {
  return `${JSON.stringify({ schema, ...state }, null, 2)}\n`;
}

/** A state as it was written; undefined for anything else. */
export function readShiftState(text: string): ShiftState | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return isState(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isState(value: unknown): value is ShiftState {
  const { schema: named, virtual, match, to, before } = fieldsOf(value);
  return (
    named === schema &&
    isWord(virtual) &&
    isRuleMatch(match) &&
    isWord(to) &&
    Array.isArray(before) &&
    before.every(isPart)
  );
}

function isPart(value: unknown): boolean {
  const { sender, percent } = fieldsOf(value);
  return isWord(sender) && Number.isInteger(percent) && Number(percent) >= 0 && Number(percent) <= 100;
}

/** `main 70, spare 30`. */
export function partsText(parts: readonly Part[]): string {
  return parts.map(({ sender, percent }) => `${sender} ${percent}`).join(', ');
}
