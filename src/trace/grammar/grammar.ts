/** Where the message came from, as far as the line tells: see the keys of the same names in Grammar. */
export type Origin = 'peer' | 'local' | 'program' | 'fetched' | 'note';

/**
 * How one writer prints its lines. The text that names the writer is where no client can put words, so that the
 * writer is told by what it wrote itself.
 */
export interface Grammar {
  /** Short name: `postfix`. */
  readonly writer: string;
  /** Text of which one is in each of its lines, so that most lines need not be tried; left out where there is none. */
  readonly marks?: readonly string[];
  /**
   * What the writer does with a name before it prints it: `checked` that it leads back to the address, or `unchecked`.
   * Left out where neither its source nor its documentation settled it.
   */
  readonly names?: 'checked' | 'unchecked';
  /** The layout alone recognises its lines, so another server may have written them. */
  readonly byLayout?: true;
  /** Lines about a peer, in the words of compileTemplate. */
  readonly lines?: readonly string[];
  /** The same server handed the message on to itself: an alias, a pipe, a socket. */
  readonly local?: readonly string[];
  /** A program or a user of the machine handed it in. */
  readonly program?: readonly string[];
  /** Taken out of a mailbox elsewhere. */
  readonly fetched?: readonly string[];
  /** About processes: neither a peer nor the server is named. */
  readonly note?: readonly string[];
  /** Where the format is, and when that was looked at. */
  readonly source: string;
}

/**
 * `NAME [ADDRESS]`, `[ADDRESS]:PORT`, `IDENT@NAME [ADDRESS]`: RFC 5321 §4.4, TCP-info, with what writers add. A word with `=` is
 * a label of Exim's, and the client's own word is behind it.
 */
export const peer = '<_>{<ident=[^\\s()=]*>@}{<name>{ }|<anon>{ }}{[[<address>]]|[<address>{:<port>}]}!{:<port>}';

/** The same from a writer that is recognised by its layout alone. */
export const unlabelledPeer = peer.replace('<name>', '<name:unlabelled>');

/** `with ESMTPS (version=…) id … for <…>`, each where it is said, and the date. */
export const end = '{<;>{<date>}}{ (envelope-from <path>)}';
export const rest = `{ via <via>}{ with <with>{ with STARTTLS| with TLS}}{ <tls>}{ id <id>}{ <tls>| tls <cipher>}{ for <for>{, <path>}*}{ (ORCPT <scan>)}{ <tls>}${end}`;

/** The inside of a comment that may hold comments, in a narrowed slot. */
export const nested = String.raw`[^()[\]"]*(?:\([^()[\]"]*\)[^()[\]"]*)*`;
