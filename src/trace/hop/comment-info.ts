import type { Span } from './hop.js';

/** A piece of text with its place in the field body. */
export interface Piece extends Span {
  readonly text: string;
}

/** An address that a server printed, with its place. */
export interface SeenAddress extends Piece {
  /** Canonical. */
  readonly address: string;
  readonly port: number | undefined;
}

/** What one comment of a `from` clause says about the client. */
export interface CommentInfo {
  /** Labelled as the client's own words: `helo=x`, `EHLO x`. */
  readonly helo: Piece | undefined;
  /** The word before the address. */
  readonly name: Piece | undefined;
  readonly addresses: readonly SeenAddress[];
  /**
   * `(HELO [203.0.113.9])`: an announced literal, or the peer with a name that is a label. What else the clause holds
   * decides; `name` is then the label.
   */
  readonly either: { readonly name: Piece; readonly address: SeenAddress } | undefined;
  /** `verified` (CommuniGate), `may be forged` (sendmail), `unverified`, `RDNS failed` (SMTPSVC). */
  readonly mark: 'verified' | 'forged' | undefined;
  readonly port: number | undefined;
  readonly authenticated: boolean;
  /** ZMailer's remark on how the lookup went, which no other writer prints. */
  readonly rhostFlags: boolean;
  /** Nothing in it that no writer prints there: a stray bracket, a second address, a comment in the comment. */
  readonly isClean: boolean;
}

/** It says nothing. */
export const nothing: CommentInfo = {
  helo: undefined,
  name: undefined,
  addresses: [],
  either: undefined,
  mark: undefined,
  port: undefined,
  authenticated: false,
  rhostFlags: false,
  isClean: true,
};

/** What servers put before the client's own words. */
export const heloLabel = /^"?(?:helo|ehlo|lhlo):?$/i;
/** What servers put where there is no name. */
export const noName = /^(?:<[^<>]*>|unknown|softdnserr|unresolved|unavailable|none|null|really|actually)$/i;
