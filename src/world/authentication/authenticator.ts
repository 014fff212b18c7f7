/** What is known of the delivery. */
export interface Handover {
  /** Undefined: SPF cannot be asked. */
  readonly address: string | undefined;
  readonly ehloName: string | undefined;
  /** MAIL FROM, empty for the null sender; undefined where nothing believed tells. */
  readonly reversePath: string | undefined;
}

export interface DkimFound {
  readonly result: string;
  readonly domain: string | undefined;
  readonly selector: string | undefined;
  readonly algorithm: string | undefined;
  /** Whether the domain is that of the author, or shares its organizational domain. */
  readonly aligned: boolean;
  readonly reason: string | undefined;
}

/** What SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489) and ARC (RFC 8617) give now, by the DNS of now or as it was recorded. */
export interface Recomputed {
  readonly spf: { readonly result: string; readonly domain: string | undefined; readonly reason: string | undefined };
  readonly dkim: readonly DkimFound[];
  readonly dmarc: { readonly result: string; readonly domain: string | undefined; readonly policy: string | undefined };
  readonly arc: { readonly result: string; readonly instances: number };
  /** The header is larger than real ones: its signatures were not verified. */
  readonly overLimit: boolean;
}

export interface Authenticator {
  /** Of a whole message. Never throws for what is in it; rejects after Ctrl-C. */
  readonly check: (bytes: Uint8Array, handover: Handover) => Promise<Recomputed>;
  /** Writes the answers of name servers down, where that was asked for. Throws `cannot-write`. */
  readonly close: () => Promise<void>;
}

export interface AuthenticatorSettings {
  /** `address:port`; undefined: the system's; `none`: only what was recorded. */
  readonly resolver: string | undefined;
  /** A file with answers: those in it are repeated, new ones added. */
  readonly dnsCache: string | undefined;
}

/** Throws `bad-input` for a file of answers that is none. */
export type OpenAuthenticator = (settings: AuthenticatorSettings) => Promise<Authenticator>;
