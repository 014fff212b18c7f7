import type { Line } from '../hop/hop.js';
import type { Boundary, Unsettled } from './boundary.js';
import { isInternal } from './hop-nature.js';
import { profileFacts } from './receiver-profiles.js';

interface Advice {
  readonly says: string;
  /** What to type or do next. */
  readonly hint: string | undefined;
}

type Unsettling = Extract<Boundary, { kind: 'unsettled' }>;

/** Why the boundary cannot be told, and what would settle it. */
export function hintFor(hops: readonly Line[], at: Unsettling): Advice {
  return advice[at.why](hops[at.index], hops[at.index + 1], at);
}

/** A hint names a server by the name it signs with, never the address of a peer that may be a stranger's, nor loopback. */
const advice: {
  readonly [why in Unsettled]: (hop: Line | undefined, below: Line | undefined, at: Unsettling) => Advice;
} = {
  unreadable: (hop) => ({
    says: `The line of ${writer(hop)} is not written as any known mail server writes it, so nothing in it can be relied on.`,
    hint: `Look the message up in the log of ${writer(hop)}, or report the line so that its format can be added.`,
  }),
  writer: (hop) => ({
    says: `The newest line was written by ${writer(hop)}, which is not among the stated receivers.`,
    hint: stateIt(nameOf(hop)),
  }),
  'next-writer': (hop, below) => ({
    says:
      nameOf(below) === undefined
        ? `The line below that of ${writer(hop)} does not name the server that wrote it.`
        : `The line below that of ${writer(hop)} was written by ${nameOf(below)}, which is not known to be yours.`,
    hint: stateIt(nameOf(below)),
  }),
  loopback: (hop) => ({
    says: `${writer(hop)} took the message from its own machine: from a filter, or from a proxy that hides the client.`,
    hint: `Look the message up in the log of ${writer(hop)}. If a proxy stands in front of it, let the proxy pass on the client's address (PROXY protocol or XCLIENT).`,
  }),
  'private-peer': (hop) => ({
    says: `The line of ${writer(hop)} shows the peer ${hop?.from?.tcpInfo.address}, an address inside a network: a server of yours, or a balancer or proxy that hides the client.`,
    hint: `If a mail server of yours has that address, name the server and its network: --receiver NAME --receiver NETWORK. Never name a balancer or proxy.`,
  }),
  'mailbox-peer': (hop) => ({
    says: `${writer(hop)} took the message by LMTP, as a mailbox does, from a host that is not known to be yours.`,
    hint: 'If a server of yours delivers there, name the server and its network: --receiver NAME --receiver NETWORK.',
  }),
  'nothing-below': (hop) => ({
    says: `${writer(hop)} took the message from a host of its own network, and the line of that host is missing.`,
    hint: `Save the message with its whole header, or look it up in the log of ${writer(hop)}.`,
  }),
  'no-address': (hop, below) => ({
    says: `The line of ${writer(hop)} does not show from which host outside it took the message.`,
    hint: (hop && isInternal(hop, 'stated') ? stateIt(nameOf(below)) : undefined) ?? lookElsewhere,
  }),
  fetched: (hop) => ({
    says: `${writer(hop)} fetched the message from a mailbox elsewhere, and the server that received it there is not known to be yours.`,
    hint: 'Name the server of that mailbox, and the one that receives its mail: --receiver NAME',
  }),
  foreign: (hop) => ({
    says: `Between the lines of the mailbox provider stands one of ${writer(hop)}, which does not belong there.`,
    hint: undefined,
  }),
  'stale-profile': (hop, _below, { trust }) => {
    const { title, checked } = (trust.kind === 'profile' ? profileFacts(trust.profile) : undefined) ?? {};
    return {
      says: `${writer(hop)} took the message from ${hop?.from?.tcpInfo.address}, which is in none of the networks known for ${title ?? 'this provider'}${checked ? ` (${checked})` : ''}.`,
      hint: "The list may be out of date: update akrelay, or look the message up in the provider's message trace.",
    };
  },
};

const lookElsewhere =
  'Look the message up in the log of that server, or save it where the receiving line shows an address.';

function nameOf(hop: Line | undefined): string | undefined {
  return hop?.by.name ?? hop?.by.address;
}

function writer(hop: Line | undefined): string {
  return nameOf(hop) ?? 'a server that does not name itself';
}

function stateIt(server: string | undefined): string | undefined {
  return server === undefined ? undefined : `If ${server} is a server of yours, name it: --receiver ${server}`;
}
