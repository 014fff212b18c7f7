export const tlsModes = ['none', 'starttls', 'implicit'] as const;
export type TlsMode = (typeof tlsModes)[number];

export const authMethods = ['none', 'login', 'plain', 'cram-md5', 'xoauth2'] as const;
export type AuthMethod = (typeof authMethods)[number];

/** What a person has seen and accepts, so that nothing warns about it any more. */
export const acknowledgements = ['auth-clear-text'] as const;
export type Acknowledgement = (typeof acknowledgements)[number];

export const providerIds = ['sendsay', 'altcraft-cloud', 'custom'] as const;
export type ProviderId = (typeof providerIds)[number];

/** Where a secret comes from. A literal is in the file itself and is warned about. */
export type SecretReference =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  /** What a program prints; no shell reads the words. Run only where the config may be trusted with it. */
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  | { readonly kind: 'literal'; readonly value: string };

/** How the sender reaches its relay: the fields of the Altcraft panel under "Send via SMTP relay". */
export interface RelaySettings {
  /** Host name or address, without the port. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  readonly tls: TlsMode;
  readonly auth: AuthMethod;
  /** Asked for at run time when undefined and `auth` wants it. */
  readonly username: SecretReference | undefined;
  /** With `xoauth2` the access token. */
  readonly password: SecretReference | undefined;
  readonly acknowledge: readonly Acknowledgement[];
  /** What this machine calls itself in EHLO; its own name, or its address, when undefined. */
  readonly ehlo?: string | undefined;
  /** The name that the certificate must be for, where it is not the host. */
  readonly tlsName?: string | undefined;
  readonly clientCertificate?: ClientCertificateFiles | undefined;
}

/** Files in PEM form, relative to the config; without `key` the first holds both. */
export interface ClientCertificateFiles {
  readonly cert: string;
  readonly key: string | undefined;
}

export interface Webhook {
  readonly enabled: boolean;
  readonly gateway: string | undefined;
  readonly url: string | undefined;
}

/** How `verify` recognises the hosts of a relay. */
export interface RelayPath {
  /** Host patterns: `#` stands for one to five digits; anchored at both ends. */
  readonly hosts: readonly string[];
  /** CIDR, IPv4 or IPv6. */
  readonly networks: readonly string[];
}

export interface PlatformLink {
  readonly id: number | undefined;
  readonly accounts: readonly number[];
}

/** A relay sender with the preset's defaults filled in. */
export interface RelaySender {
  readonly name: string;
  readonly type: 'akmta';
  readonly provider: ProviderId;
  readonly relay: RelaySettings;
  readonly webhook: Webhook;
  /** The sender's own path, else the preset's, else undefined: then `verify` cannot recognise this relay. */
  readonly path: RelayPath | undefined;
  readonly platform: PlatformLink;
}
