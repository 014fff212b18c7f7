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
    says: `The line of ${writer(hop)} does not match the format of any known mail server, so nothing in it can be believed.`,
    hint: `Find the message in the log of ${writer(hop)}, or report the line so that its format can be added.`,
  }),
  writer: (hop) => ({
    says: `The newest line was written by ${writer(hop)}, which is not in your list of receivers.`,
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
    says: `${writer(hop)} received the message from its own machine: from a filter, or from a proxy that hides the client.`,
    hint: `Find the message in the log of ${writer(hop)}. If there is a proxy in front of it, configure the proxy to pass on the client address (PROXY protocol or XCLIENT).`,
  }),
  'private-peer': (hop) => ({
    says: `The line of ${writer(hop)} shows the private address ${hop?.from?.tcpInfo.address}: one of your servers, or a load balancer or proxy that hides the client.`,
    hint: `If one of your mail servers has that address, add its name and network: --receiver NAME --receiver NETWORK. Never add a load balancer or proxy.`,
  }),
  'mailbox-peer': (hop) => ({
    says: `${writer(hop)} received the message by LMTP, as a mailbox server does, from a host that is not known to be yours.`,
    hint: 'If a server of yours delivers there, name the server and its network: --receiver NAME --receiver NETWORK.',
  }),
  'nothing-below': (hop) => ({
    says: `${writer(hop)} received the message from a host in its own network, and the line of that host is missing.`,
    hint: `Save the message with full headers, or find it in the log of ${writer(hop)}.`,
  }),
  'no-address': (hop, below) => ({
    says: `The line of ${writer(hop)} does not show which external host it received the message from.`,
    hint: (hop && isInternal(hop, 'stated') ? stateIt(nameOf(below)) : undefined) ?? lookElsewhere,
  }),
  fetched: (hop) => ({
    says: `${writer(hop)} fetched the message from another mailbox, whose server is not in your list of receivers.`,
    hint: 'Add the server of that mailbox, and the one that receives its mail: --receiver NAME',
  }),
  foreign: (hop) => ({
    says: `A line of ${writer(hop)} is among those of the mailbox provider, where it does not belong.`,
    hint: undefined,
  }),
  'stale-profile': (hop, _below, { trust }) => {
    const { title, checked } = (trust.kind === 'profile' ? profileFacts(trust.profile) : undefined) ?? {};
    return {
      says: `${writer(hop)} received the message from ${hop?.from?.tcpInfo.address}, which is not in the known networks of ${title ?? 'this provider'}${checked ? ` (${checked})` : ''}.`,
      hint: "The list may be out of date: update akrelay, or find the message in the provider's message trace.",
    };
  },
};

const lookElsewhere =
  'Find the message in the log of that server, or use a message from a server that records the client address.';

function nameOf(hop: Line | undefined): string | undefined {
  return hop?.by.name ?? hop?.by.address;
}

function writer(hop: Line | undefined): string {
  return nameOf(hop) ?? 'an unnamed server';
}

function stateIt(server: string | undefined): string | undefined {
  return server === undefined ? undefined : `If ${server} is your server, add it: --receiver ${server}`;
}
