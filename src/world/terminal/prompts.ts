/** Questions to a person. Drawn on stderr; Ctrl-C and the end of the input reject with an AkrelayError of kind `cancelled`. */
export interface Prompts {
  readonly text: (question: TextQuestion) => Promise<string>;
  /** The answer is never shown. */
  readonly secret: (question: { readonly message: string; readonly help?: string }) => Promise<string>;
  readonly choice: <Value extends string>(question: ChoiceQuestion<Value>) => Promise<Value>;
  readonly confirm: (question: {
    readonly message: string;
    readonly help?: string;
    readonly default: 'yes' | 'no';
  }) => Promise<boolean>;
}

export interface TextQuestion {
  readonly message: string;
  /** A sentence above the question. */
  readonly help?: string;
  readonly default?: string;
  /** Returns what is wrong with the answer, or undefined; the question stays until nothing is. */
  readonly problem?: (answer: string) => string | undefined;
}

export interface ChoiceQuestion<Value extends string> {
  readonly message: string;
  readonly help?: string;
  /** `echo` is what stays on the screen of the one that was chosen; the label when left out. */
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly echo?: string }[];
  readonly default?: Value;
}
