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
  const below = next?.by.name ?? next?.by.address;
  const peer = hop?.from?.tcpInfo.address;
  const says =
    peer === undefined
      ? `${writer ?? 'The server'} does not say which address handed the message over.`
      : `${writer ?? 'The server'} took the message from ${peer}, an address inside a network, and the line below was written by ${below ?? 'nobody that can be told'}.`;
  return {
    says,
    hint: below === undefined ? undefined : `If ${below} is a server of yours, name it: --receiver ${below}`,
  };
}
