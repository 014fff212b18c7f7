/** The TXT records of a name, each with its pieces joined (RFC 7208 §3.3). */
export type TextAnswer =
  | { readonly kind: 'found'; readonly texts: readonly string[] }
  /** No such name, or no such record. */
  | { readonly kind: 'none' }
  /** No answer that counts; `why` completes "the name server …". Of the zone: receivers may get none either. */
  | { readonly kind: 'failed'; readonly why: string; readonly whose: 'of-the-zone' | 'of-this-machine' };

export type FailedLookUp = Extract<TextAnswer, { readonly kind: 'failed' }>;

export type LookUpText = (name: string) => Promise<TextAnswer>;

export interface LookUps {
  readonly texts: LookUpText;
  /** Whether the name does not exist or has no such record: a void look-up (RFC 7208 §4.6.4). No answer is none. */
  readonly isVoid: (name: string, type: 'A' | 'AAAA' | 'MX') => Promise<boolean>;
}
