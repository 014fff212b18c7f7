import type { Line } from '../hop/hop.js';
import type { Boundary } from './boundary.js';
import { isLocalDelivery } from './hop-nature.js';

interface Advice {
  readonly says: string;
  /** What to type or do next. */
  readonly hint: string | undefined;
}

/** Why the boundary cannot be told, and what would settle it. */
export function hintFor(hops: readonly Line[], at: Extract<Boundary, { kind: 'unsettled' }>): Advice {
  const hop = hops[at.index];
  const below = writerOf(hops[at.index + 1]);
  const writer = writerOf(hop) ?? 'a server that does not name itself';
  const peer = hop?.from?.tcpInfo.address;
  switch (at.why) {
    case 'writer':
      return {
        says: `The newest line was written by ${writer}, which is not among the stated receivers.`,
        hint: stateIt(writerOf(hop)),
      };
    case 'private-peer':
      return {
        says: `The line of ${writer} shows the peer ${peer}, an address inside a network: a server of yours, or a proxy that hides the client.`,
        hint: stateIt(peer),
      };
    case 'next-writer':
      return {
        says:
          below === undefined
            ? `The line below that of ${writer} does not name the server that wrote it.`
            : `The line below that of ${writer} was written by ${below}, which is not known to be yours.`,
        hint: stateIt(below),
      };
    case 'foreign':
      return {
        says: `Between the lines of the mailbox provider stands one of ${writer}, which does not belong there.`,
        hint: undefined,
      };
    case 'no-address':
      return {
        says: `The line of ${writer} does not show from which host outside it took the message.`,
        hint: (hop && isLocalDelivery(hop, 'stated') ? stateIt(below) : undefined) ?? lookElsewhere,
      };
  }
}

const lookElsewhere =
  'Look into the log of that server, or save the message where the receiving line shows an address.';

function writerOf(hop: Line | undefined): string | undefined {
  return hop?.by.name ?? hop?.by.address;
}

function stateIt(server: string | undefined): string | undefined {
  return server === undefined ? undefined : `If ${server} is a server of yours, name it: --receiver ${server}`;
}
