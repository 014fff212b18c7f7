import type { SenderFields } from '../relay/config-change.js';
import type { AuthMethod, ProviderId, TlsMode } from '../relay/sender.js';

/**
 * A value with its origin. `documented`: the provider or Altcraft publishes it. `inferred`: our reading or our choice,
 * always open to change in the config. `unknown`: published nowhere, so there is no value and the person is asked.
 */
export type Fact<Value> = FactOrigin &
  (
    | { readonly label: 'documented' | 'inferred'; readonly value: Value }
    | { readonly label: 'unknown'; readonly value: undefined }
  );

interface FactOrigin {
  /** Who says so, and where. */
  readonly source: string;
  /**
   * ISO date of the day on which the value was last compared with our notes of that source. It says nothing about a
   * relay that was asked: `akrelay check` asks one.
   */
  readonly verified: string;
}

/** How a question is asked and what answers it takes. */
export type FieldKind =
  | 'host-port'
  | 'tls'
  | 'auth'
  | 'user-name'
  | 'password'
  | 'yes-no'
  | 'text'
  | 'url'
  | 'whole-numbers'
  | 'host-patterns'
  | 'networks';

/** One question of a provider's form. */
export interface FormField {
  readonly field: keyof SenderFields;
  /** As the Altcraft panel has it; fields that the panel does not have carry our own words. */
  readonly label: string;
  readonly shownIn: 'panel' | 'akrelay';
  readonly kind: FieldKind;
  /** The flag that answers it on the command line. */
  readonly flag: string;
  readonly question: string;
  /** One sentence: where a person finds the answer. */
  readonly help: string;
  /** The answer of a person who just presses Enter, as typed; for references, the name of an environment variable. */
  readonly default: string | undefined;
  /** Required: without an answer and without a default the sender cannot be written. */
  readonly need: 'required' | 'optional';
  /** Asked only when the sender logs in, or has its webhook on. */
  readonly when: 'always' | 'auth' | 'webhook';
}

/** A provider of relays: its form, its defaults, and how its hosts are recognised. */
export interface Preset {
  readonly id: ProviderId;
  readonly title: string;
  /** One sentence for the person who chooses. */
  readonly summary: string;
  readonly relay: {
    readonly host: Fact<string>;
    /** Used when the host is written without one. */
    readonly port: Fact<number>;
    readonly tls: Fact<TlsMode>;
    readonly auth: Fact<AuthMethod>;
  };
  readonly webhook: { readonly enabled: Fact<boolean>; readonly gateway: Fact<string> };
  /** Undefined: no host pattern is known, and `verify` needs the sender's own `path`. */
  readonly path: { readonly hosts: Fact<readonly string[]>; readonly networks: Fact<readonly string[]> } | undefined;
  /** The name that the SPF record of a From domain includes. */
  readonly spf: Fact<string>;
  readonly form: readonly FormField[];
}
