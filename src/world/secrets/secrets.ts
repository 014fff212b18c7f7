import type { SecretReference } from '../../relay/sender.js';

/** One secret that a command needs. */
export interface SecretRequest {
  /** For the question and for errors: `the password of main`. */
  readonly what: string;
  /** Undefined: the file names none, so a person is asked. */
  readonly reference: SecretReference | undefined;
  /** `public` is shown as it is (a user name); `secret` is masked in every output from now on. */
  readonly kind: 'public' | 'secret';
  /** What to type or change where it is missing: a sentence. */
  readonly hint: string;
}

/** Secrets have one door: environment, file, or a question. */
export interface Secrets {
  /**
   * The values, in the order of the requests. Relative paths start at the folder of the config file; `withinMs` bounds the wait
   * for each. Throws `config` that names every missing one at once, and those that the config that was read may not be given.
   */
  readonly resolve: (
    requests: readonly SecretRequest[],
    configPath: string,
    withinMs?: number,
  ) => Promise<readonly string[]>;
}
