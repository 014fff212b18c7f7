/** A word that may be at the cursor, and what it is. */
export interface Suggestion {
  readonly word: string;
  readonly about: string;
}
