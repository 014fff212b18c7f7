import type { AuthMethod, ProviderId, SecretReference, TlsMode } from './sender.js';
import type { Part, RuleMatch, Share } from './virtual-sender.js';

/**
 * The fields of a sender that a person can set, each as the file writes it. Undefined = left alone (edit) or left out
 * (create); null = taken out of the file.
 */
export interface SenderFields {
  readonly provider?: ProviderId;
  /** `host:port` in one string, as the panel has it. */
  readonly host?: string;
  readonly tls?: TlsMode;
  readonly auth?: AuthMethod;
  readonly username?: SecretReference | null;
  readonly password?: SecretReference | null;
  readonly ehlo?: string | null;
  readonly tlsName?: string | null;
  readonly webhookEnabled?: boolean;
  readonly gateway?: string | null;
  readonly webhookUrl?: string | null;
  /** Empty = the preset's own again. */
  readonly pathHosts?: readonly string[];
  readonly pathNetworks?: readonly string[];
  readonly platformId?: number | null;
  readonly accounts?: readonly number[];
}

/** Everything that a command can ask of the file. */
export type ConfigChange =
  | { readonly kind: 'add-sender'; readonly name: string; readonly fields: SenderFields }
  | { readonly kind: 'edit-sender'; readonly name: string; readonly fields: SenderFields }
  | { readonly kind: 'clone-sender'; readonly name: string; readonly copy: string }
  | { readonly kind: 'rename-sender'; readonly name: string; readonly to: string }
  | { readonly kind: 'delete-sender'; readonly name: string }
  | { readonly kind: 'add-virtual'; readonly name: string; readonly account: number }
  | { readonly kind: 'edit-virtual'; readonly name: string; readonly account: number }
  | {
      readonly kind: 'clone-virtual';
      readonly name: string;
      readonly copy: string;
      readonly account: number | undefined;
    }
  | { readonly kind: 'rename-virtual'; readonly name: string; readonly to: string }
  | { readonly kind: 'delete-virtual'; readonly name: string }
  | {
      readonly kind: 'attach';
      readonly virtual: string;
      readonly match: RuleMatch;
      /** Replaces the share of the same sender in that rule. The rule is made when there is none, above the default rule. */
      readonly share: Share;
      readonly shares: 'as-given' | 'rebalanced';
    }
  | {
      readonly kind: 'detach';
      readonly virtual: string;
      readonly sender: string;
      /** Undefined: from every rule. */
      readonly match: RuleMatch | undefined;
      readonly shares: 'as-given' | 'rebalanced';
    }
  | {
      readonly kind: 'move-rule';
      readonly virtual: string;
      readonly match: RuleMatch;
      /** 1 = the first rule. The default rule stays last. */
      readonly position: number;
    }
  | {
      readonly kind: 'set-shares';
      readonly virtual: string;
      readonly match: RuleMatch;
      /** What the rule must have now. */
      readonly before: readonly Part[];
      /** The same senders in the same order. */
      readonly after: readonly Part[];
    };
