import { createPublicKey } from 'node:crypto';
import type { ReadKey } from '../../relay/dns/dkim-record.js';

/** Reads the `p=` of a DKIM record: an RSA key in DER, with or without its wrapping (RFC 6376 §3.6.1), or the 32 bytes of an Ed25519 key (RFC 8463 §4). */
export const readPublicKey: ReadKey = (base64) => {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 32) return { kind: 'ed25519', bits: undefined };
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      const key = createPublicKey({ key: bytes, format: 'der', type });
      return { kind: key.asymmetricKeyType ?? 'unknown', bits: key.asymmetricKeyDetails?.modulusLength };
    } catch {}
  }
  return undefined;
};
