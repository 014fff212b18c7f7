import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface Signing {
  readonly signatures: string;
}

const { dkimSign } = require('mailauth/lib/dkim/sign') as {
  dkimSign: (message: Buffer, options: object) => Promise<Signing>;
};
const { sealMessage } = require('mailauth/lib/arc') as {
  sealMessage: (message: Buffer, seal: object) => Promise<Buffer>;
};
const { authenticate } = require('mailauth') as { authenticate: (message: Buffer, options: object) => Promise<Direct> };

/** What mailauth says when it is used directly. */
export interface Direct {
  readonly spf: { readonly status: { readonly result: string } };
  readonly dkim: {
    readonly results: readonly {
      readonly signingDomain?: string;
      readonly selector?: string;
      readonly status: { readonly result: string };
    }[];
  };
  readonly dmarc: false | { readonly status: { readonly result: string }; readonly policy?: string };
  readonly arc: { readonly status: { readonly result: string } };
}

type Zone = Readonly<Record<string, readonly string[]>>;

/** Records by name; the others are not there. */
export function directly(message: Buffer, options: object, zone: Zone): Promise<Direct> {
  const resolver = async (name: string, type: string): Promise<readonly (readonly string[])[]> => {
    const texts = type === 'TXT' ? zone[name.toLowerCase()] : undefined;
    if (texts === undefined) throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
    return texts.map((text) => [text]);
  };
  return authenticate(message, { ...options, resolver, disableBimi: true, mta: 'localhost' });
}

/** A pair of keys for signing, and the record of the public one (RFC 6376 §3.6.1, RFC 8463 §4). */
export function signingKey(kind: 'rsa' | 'ed25519'): { readonly privateKey: string; readonly record: string } {
  const { privateKey, publicKey } =
    kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const key = (kind === 'rsa' ? der : der.subarray(-32)).toString('base64');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    record: `v=DKIM1; k=${kind}; p=${key}`,
  };
}

export interface Signer {
  readonly signingDomain: string;
  readonly selector: string;
  readonly privateKey: string;
  readonly canonicalization?: string;
  readonly maxBodyLength?: number;
}

/** The message with signatures above it. */
export async function signed(message: string, ...signers: readonly Signer[]): Promise<string> {
  const { signatures } = await dkimSign(Buffer.from(message, 'latin1'), {
    canonicalization: signers[0]?.canonicalization ?? 'relaxed/relaxed',
    signatureData: signers,
  });
  return signatures + message;
}

/** The message with an ARC set above it (RFC 8617 §4), the next of its chain; `cv` is what its seal says of the chain below. */
export async function sealed(message: string, signer: Signer, cv: 'none' | 'pass' | 'fail' = 'none'): Promise<string> {
  const headers = await sealMessage(Buffer.from(message, 'latin1'), {
    ...signer,
    cv,
    authResults: 'mx.example.net; spf=pass',
  });
  return headers.toString() + message;
}
