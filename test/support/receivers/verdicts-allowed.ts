import type { Truth } from './deliveries.js';
import type { Receiver } from './receiver.js';

export type Verdicts = readonly ('confirmed' | 'not-confirmed' | 'unknown')[];

const denied = ['not-confirmed', 'unknown'] as const;

const inferredTruths = {
  confirmed: ['confirmed'],
  perhaps: ['confirmed', 'unknown'],
  no: ['confirmed', 'not-confirmed', 'unknown'],
} as const;

/** What the verdict may be, with the receivers named and without, from what is true and from what the server lets a reader see. */
export function verdictsAllowed(
  truth: Truth,
  { hidesClient, inferred, reverseNames }: Receiver,
): { readonly named: Verdicts; readonly inferred: Verdicts } {
  if (hidesClient) return { named: denied, inferred: denied };
  if (truth === 'confirmed' || (truth === 'by-checked-name' && reverseNames === 'checked'))
    return { named: ['confirmed'], inferred: inferredTruths[inferred] };
  return { named: truth === 'not-confirmed' ? ['not-confirmed'] : denied, inferred: denied };
}
