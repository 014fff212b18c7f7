/** The TXT records of a name, each with its pieces joined (RFC 7208 §3.3). */
export type TextAnswer =
  | { readonly kind: 'found'; readonly texts: readonly string[] }
  /** No such name, or no such record. */
  | { readonly kind: 'none' }
  /** No answer that counts; `why` completes "the name server …". */
  | { readonly kind: 'failed'; readonly why: string };

export type LookUpText = (name: string) => Promise<TextAnswer>;
