/** What a symptom means and what to do: the answer of `akrelay explain`. */
export interface Cause {
  /** As errors and steps name it; `closed-*` stands for every stage. */
  readonly id: string;
  /** Other ids that lead here: those of evidence for it. */
  readonly alsoCalled?: readonly string[];
  /** What a person sees. */
  readonly symptom: string;
  /** The likely reasons, the likeliest first. */
  readonly causes: readonly string[];
  /** What to do, in order. */
  readonly fixes: readonly string[];
  /** Where this is known from. */
  readonly source: string;
}
