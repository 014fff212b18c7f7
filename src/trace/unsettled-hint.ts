import type { Boundary } from './boundary.js';
import type { PlacedHop } from './verdict.js';

/** Why the boundary cannot be told, and what to type to settle it. */
export function hintFor(
  hops: readonly PlacedHop[],
  { index, why }: Extract<Boundary, { kind: 'unsettled' }>,
): { readonly says: string; readonly hint: string | undefined } {
  const hop = hops[index];
  const next = hops[index + 1];
  const writer = hop?.by.name ?? hop?.by.address;
  if (why === 'writer')
    return {
      says: `The newest line was written by ${writer ?? 'a server that does not name itself'}, which is not among the stated receivers.`,
      hint: writer === undefined ? undefined : `If that server is yours, name it: --receiver ${writer}`,
    };
  const peer = hop?.from?.tcpInfo.address;
  if (why === 'private-peer')
    return {
      says: `${writer ?? 'The server'} took the message from ${peer}, an address inside a network: it can be a server of yours or a proxy that hides the client.`,
      hint: `If ${peer} is a server of yours, name it: --receiver ${peer}`,
    };
  const below = next?.by.name ?? next?.by.address;
  const says =
    why === 'no-address'
      ? `${writer ?? 'The server'} does not say from outside which host it took the message.`
      : `The line below that of ${writer ?? 'the server'} was written by ${below ?? 'nobody that can be told'}, which is not known to be yours.`;
  return {
    says,
    hint: below === undefined ? undefined : `If ${below} is a server of yours, name it: --receiver ${below}`,
  };
}
