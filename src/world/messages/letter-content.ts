/** What a person recognises a message by, decoded (RFC 2047). */
export interface LetterContent {
  readonly author: string | undefined;
  readonly subject: string | undefined;
}
