/** The TXT records of a name, each with its pieces joined (RFC 7208 §3.3). */
export type TextAnswer =
  | { readonly kind: 'found'; readonly texts: readonly string[] }
  /** No such name, or no such record. */
  | { readonly kind: 'none' }
  /** No answer that counts; `why` completes "the name server …". Of the zone: receivers may get none either. */
  | { readonly kind: 'failed'; readonly why: string; readonly whose: 'of-the-zone' | 'of-this-machine' };

export type FailedLookUp = Extract<TextAnswer, { readonly kind: 'failed' }>;

export type LookUpText = (name: string) => Promise<TextAnswer>;
