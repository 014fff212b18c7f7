/** Threads on other cores that do work told in plain data. */
export interface Threads<Work, Answer> {
  /** Whether one of so many threads is short of work; those that are missing are started. */
  readonly haveRoom: (wanted: number) => boolean;
  /** Resolves with the answer: undefined when the thread cannot tell or has failed. Never rejects. */
  readonly ask: (work: Work) => Promise<Answer | undefined>;
  /** Ends them, whatever they are doing. */
  readonly close: () => void;
}
