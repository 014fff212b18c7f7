import type { Share } from '../../src/relay/virtual-sender.js';

/** A sender's share of a rule, without overrides. */
export function share(sender: string, percent: number): Share {
  return { sender, percent, fromEmail: undefined, fromName: undefined, replyTo: undefined };
}
