import type { EmailTrace } from '../field/read-trace.js';
import type { Hop } from './hop.js';

/**
 * Whether the rest of the server's own line is below. Courier 1.0 prints a reverse name with the end of a line that its
 * owner put into it: what is above that end is the owner's text, and may look like a whole line.
 */
export function isTorn({ received, below }: EmailTrace, hop: Hop | undefined, index: number): boolean {
  const field = received[index];
  if (field === undefined || hop?.dialect !== 'courier' || hop.by.name === undefined) return false;
  const host = hop.by.name.replace(/[^a-z0-9-]/g, '\\$&');
  return new RegExp(`\\]\\)(?:\\s+\\([^\\n]*\\))*\\s+by\\s+${host}\\s+with\\s`, 'i').test(below(field));
}
