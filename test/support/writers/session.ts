/** One handover as the receiving server lived it: what the client said, and what the server saw. */
export interface Session {
  readonly greeting: 'EHLO' | 'HELO';
  /** All that stood behind EHLO, blanks included. */
  readonly ehlo: string;
  readonly address: string;
  readonly port: number;
  /** What the PTR record of the address says; its owner chooses it. */
  readonly reverseName: string | undefined;
  /** Whether that name's own addresses hold this one. */
  readonly leadsBack: boolean;
  /** As typed between the angle brackets: `"a b"@shop.example`, or empty. */
  readonly reversePath: string;
  readonly forwardPath: string;
  /** The client's answer to RFC 1413, where it was asked. */
  readonly ident: string | undefined;
  readonly tls: { readonly version: string; readonly cipher: string; readonly bits: number } | undefined;
  readonly certificate: { readonly subject: string; readonly issuer: string } | undefined;
  readonly login: string | undefined;
  /** The server itself. */
  readonly by: { readonly name: string; readonly address: string };
  /** Letters and digits. */
  readonly id: string;
  readonly at: Date;
}

/** A server's way of writing the `Received` field, as its source code or its public headers have it. */
export interface Writer {
  readonly name: string;
  readonly version: string;
  /** File and function of the format string; `observed` where the source is closed. */
  readonly source: string;
  /** `address`: the line shows the client's. `nothing`: it does not. */
  readonly shows: 'address' | 'nothing';
  /** Whether a reverse name stands in the line, or stands unmarked, only when it leads back. */
  readonly confirmsNames: boolean;
  /** No grammar is for it: its lines are told by their layout, rightly or not at all. */
  readonly isUnknown?: true;
  /** Text of the message's first line that begins with a blank ends up in the field. */
  readonly letsMessageContinue?: true;
  /** Hosts that sign, where they are a provider's. */
  readonly host?: { readonly name: string; readonly address: string };
  /** The field body as the server folds it; undefined when it refuses such a client. */
  readonly write: (session: Session) => string | undefined;
}

/** What is true of a line, whatever it says. */
export interface Truth {
  readonly address: string | undefined;
  /** The name that the writer checked. */
  readonly name: string | undefined;
}

export function truthOf(writer: Writer, { address, reverseName, leadsBack }: Session): Truth {
  const isShown = writer.shows === 'address';
  return {
    address: isShown ? address : undefined,
    name: isShown && writer.confirmsNames && leadsBack ? reverseName : undefined,
  };
}
