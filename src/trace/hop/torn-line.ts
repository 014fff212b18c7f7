import type { EmailTrace } from '../field/read-trace.js';

/**
 * Courier 1.0 prints a reverse name with the ends of lines that its owner put into it: what is above the last of them is the
 * owner's text, and may look like whole lines of any server. Its ids are those of no other writer.
 */
const restOfCourier =
  /\[[\da-f:.]+\]\)(?:\r?\n[ \t]+\([^\n]*\))*\s+by\s+\S+\s+with\s+\S+\s+id\s+[\dA-F]{8,}\.[\dA-F]{8}/i;

/** Whether the rest of a server's own line is below one of the fields down to this one. */
export function isTorn({ received, below }: EmailTrace, last: number): boolean {
  return received.slice(0, last + 1).some((field) => restOfCourier.test(below(field)));
}
