import type { Origin } from '../grammar/grammar.js';

/** Whether the receiver checked that the reverse name leads back to the address (RFC 8601 §3, "iprev"). */
export type Confirmation = 'yes' | 'no' | 'unknown';

/** A half-open range of characters in the field body as it was read, for evidence and for marking. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What the server saw of its client (RFC 5321 §4.4, TCP-info): never what the client said. */
export interface TcpInfo {
  /** Lower case, without the trailing dot; undefined when the receiver printed none or `unknown`. */
  readonly reverseName: string | undefined;
  readonly reverseNameConfirmed: Confirmation;
  /** Canonical text: dotted quad, or IPv6 in RFC 5952 form without a zone; IPv4-mapped IPv6 as IPv4. */
  readonly address: string | undefined;
  readonly port: number | undefined;
}

export interface HopFrom {
  /** The EHLO argument: what the client **claimed**, as written. */
  readonly ehloName: string | undefined;
  readonly tcpInfo: TcpInfo;
  /** The client logged in, or the line says so in its own way. */
  readonly authenticated: boolean;
}

export interface HopBy {
  /** Lower case, without the trailing dot; may be a bare word or an address, as the writer has it. */
  readonly name: string | undefined;
  /** The writer's own address, where it prints one. */
  readonly address: string | undefined;
  /** Another name of the writer's host, where it prints one next to its address. */
  readonly alias?: string | undefined;
  /** The first comment: `Postfix`, `8.17.1/8.17.1`, `Haraka/3.0.3`. */
  readonly software: string | undefined;
}

export interface HopTls {
  /** `TLSv1.3`, `TLSv1.2` …, normalised. */
  readonly version: string | undefined;
  readonly cipher: string | undefined;
}

export type DateProblem = 'missing' | 'unreadable' | 'no-zone' | 'obsolete-zone' | 'impossible';

/** What a server writes of a delivery again and again: all of a field but what is the message's own. */
export interface Line {
  /** Which writer's grammar it follows; `generic` also where none does. */
  readonly dialect: string;
  /** Its writer's grammar accounts for the whole line. Of any other line nothing can be concluded. */
  readonly accounted: boolean;
  /** Where the message came from, as far as an accounted line tells. */
  readonly origin: Origin;
  /** Undefined when the field has no `from` clause. */
  readonly from: HopFrom | undefined;
  readonly by: HopBy;
  readonly via: string | undefined;
  /** As written: `ESMTPS`, `Microsoft SMTP Server`, `esmtpsa` … */
  readonly with: string | undefined;
  readonly tls: HopTls | undefined;
  /** Several addresses could be the client's and nothing decides between them: such a hop proves nothing. */
  readonly ambiguous: boolean;
  /** Pieces of the field that fitted no clause. */
  readonly notUnderstood: readonly string[];
  /** Where the tokens are in the body, for evidence. One object in all hops whose lines are the same. */
  readonly spans: {
    readonly ehloName?: Span | undefined;
    readonly reverseName?: Span | undefined;
    readonly address?: Span | undefined;
    readonly by?: Span | undefined;
  };
}

/** One `Received` field, understood as far as it can be. Never throws: what was not understood is said. */
export interface Hop extends Line {
  readonly id: string | undefined;
  /** The forward-path of the `for` clause, without angle brackets. */
  readonly for: string | undefined;
  /** ISO 8601 UTC; undefined when there is no readable date. */
  readonly at: string | undefined;
  readonly dateProblem: DateProblem | undefined;
}
