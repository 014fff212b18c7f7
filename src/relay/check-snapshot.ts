import type { CertificateFacts } from './receipt.js';

export const snapshotSchema = 'akrelay/check-snapshot@1';

/** What `check --save` keeps of a look at relays, for `--compare`. No secret is in it. */
export interface CheckSnapshot {
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  readonly senders: readonly SenderSnapshot[];
}

/** What a relay showed; null where the look did not come so far. */
export interface SenderSnapshot {
  readonly sender: string;
  /** `host:port`. */
  readonly relay: string;
  /** `none`, `starttls` or `implicit`, as the sender had it. */
  readonly tls: string;
  readonly addresses: readonly string[] | null;
  /** Whether STARTTLS was offered; null with `tls: implicit` too. */
  readonly starttls: 'offered' | 'missing' | null;
  /** EHLO keywords with their parameters, AUTH and STARTTLS left out; after TLS where there is TLS. */
  readonly keywords: readonly string[] | null;
  readonly authMethods: readonly string[] | null;
  readonly tlsVersion: string | null;
  readonly certificate: CertificateFacts | null;
}

/** Reads a saved file; undefined if it is not one, or not of this format. */
export function readSnapshot(text: string): CheckSnapshot | undefined {
  const file = parsed(text);
  if (!isRecord(file) || file['schema'] !== snapshotSchema) return undefined;
  const { savedAt, senders } = file;
  if (typeof savedAt !== 'string' || Number.isNaN(Date.parse(savedAt))) return undefined;
  if (!Array.isArray(senders) || !senders.every(isSender)) return undefined;
  return { savedAt, senders };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSender(value: unknown): value is SenderSnapshot {
  if (!isRecord(value)) return false;
  const { addresses, keywords, authMethods, starttls, tlsVersion, certificate } = value;
  return (
    ['sender', 'relay', 'tls'].every((name) => typeof value[name] === 'string') &&
    [addresses, keywords, authMethods].every((list) => list === null || isTexts(list)) &&
    [null, 'offered', 'missing'].includes(starttls as string | null) &&
    (tlsVersion === null || typeof tlsVersion === 'string') &&
    (certificate === null || isCertificate(certificate))
  );
}

function isCertificate(value: unknown): value is CertificateFacts {
  const texts = ['subject', 'issuer', 'validFrom', 'validTo', 'fingerprintSha256'];
  return isRecord(value) && isTexts(value['names']) && texts.every((name) => typeof value[name] === 'string');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
