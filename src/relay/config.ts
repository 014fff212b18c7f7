import type { RelaySender } from './sender.js';
import type { VirtualSender } from './virtual-sender.js';

/** A server of ours whose Received lines are believed: by the name it writes after `by`, or by its address. */
export type Receiver =
  | { readonly kind: 'name'; readonly by: string }
  | { readonly kind: 'network'; readonly cidr: string };

/** What a valid akrelay.yaml says, defaults filled in. */
export interface Config {
  readonly version: 1;
  readonly senders: readonly RelaySender[];
  readonly virtualSenders: readonly VirtualSender[];
  readonly receivers: readonly Receiver[];
  readonly test: { readonly from: string | undefined; readonly recipients: readonly string[] };
}
