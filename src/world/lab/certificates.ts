import { X509Certificate } from 'node:crypto';
import type { JsonGeneralName } from '@peculiar/x509';

/** A certificate with its key; `certPem` holds the chain that a server presents: leaf first, the root left out. */
export interface Issued {
  readonly certPem: string;
  readonly keyPem: string;
}

export interface LeafOptions {
  /** What the certificate is for: host names (`*.example.com` too) and IP addresses. */
  readonly names: readonly string[];
  /** Yesterday when left out. */
  readonly notBefore?: Date;
  /** Thirty days from now when left out. */
  readonly notAfter?: Date;
  readonly key?: 'p256' | 'rsa1024';
  /** Whose it is in a handshake; the server's when left out. */
  readonly side?: 'server' | 'client';
  /** `dns` writes addresses as if they were names, as some relays do. */
  readonly addressesAs?: 'ip' | 'dns';
}

/** A certificate authority that lives in memory only. */
export interface Authority {
  /** The root, for `--ca`. */
  readonly caPem: string;
  readonly issue: (leaf: LeafOptions) => Promise<Issued>;
  /** An authority below this one: what it issues carries the intermediate certificate in its chain. */
  readonly intermediate: (time?: Pick<LeafOptions, 'notBefore' | 'notAfter'>) => Promise<Authority>;
}

type X509 = typeof import('@peculiar/x509');
type Signer = { readonly subject: string; readonly keys: CryptoKeyPair };
type CryptoKeyPair = { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };
type CryptoKey = import('node:crypto').webcrypto.CryptoKey;

const dayMs = 86_400_000;
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const weakRsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 1024,
  publicExponent: new Uint8Array([1, 0, 1]),
};

const labAuthority = 'akrelay lab';

/** Whether a text is the certificate of an authority that a lab made, and nothing else. */
export function isOfLab(pem: string): boolean {
  const [first, ...others] = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g) ?? [];
  if (first === undefined || others.length > 0 || first !== pem) return false;
  try {
    return new X509Certificate(pem).subject === `CN=${labAuthority} root`;
  } catch {
    return false;
  }
}

/** Makes a certificate authority, for servers that run on this machine. The library is loaded with the call. */
export async function makeAuthority(name = labAuthority): Promise<Authority> {
  const x509 = await loadX509();
  const keys = await newKeys(ecdsa);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name} root`,
    keys,
    ...validity({}),
    serialNumber: newSerial(),
    signingAlgorithm: ecdsa,
    extensions: authorityExtensions(x509),
  });
  return authority(x509, { subject: root.subject, keys }, pem(root), '');
}

/** A certificate that only vouches for itself. */
export async function selfSigned(leaf: LeafOptions): Promise<Issued> {
  const x509 = await loadX509();
  const keys = await newKeys(ecdsa);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${leaf.names[0] ?? 'nobody'}`,
    keys,
    ...validity(leaf),
    serialNumber: newSerial(),
    signingAlgorithm: ecdsa,
    extensions: leafExtensions(x509, leaf),
  });
  return { certPem: pem(certificate), keyPem: await keyPem(keys) };
}

/** The library's own container wants the polyfill in place before it is read. */
async function loadX509(): Promise<X509> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

function authority(x509: X509, signer: Signer, caPem: string, chainPem: string): Authority {
  return {
    caPem,
    issue: async (leaf) => {
      const keys = await newKeys(leaf.key === 'rsa1024' ? weakRsa : ecdsa);
      const certificate = await sign(x509, signer, {
        subject: `CN=${leaf.names[0] ?? 'nobody'}`,
        keys,
        leaf,
        extensions: leafExtensions(x509, leaf),
      });
      return { certPem: certificate + chainPem, keyPem: await keyPem(keys) };
    },
    intermediate: async (time = {}) => {
      const keys = await newKeys(ecdsa);
      const subject = `${signer.subject} intermediate`;
      const certificate = await sign(x509, signer, {
        subject,
        keys,
        leaf: { names: [], ...time },
        extensions: authorityExtensions(x509),
      });
      return authority(x509, { subject, keys }, caPem, certificate + chainPem);
    },
  };
}

interface Request {
  readonly subject: string;
  readonly keys: CryptoKeyPair;
  readonly leaf: LeafOptions;
  readonly extensions: import('@peculiar/x509').Extension[];
}

async function sign(x509: X509, signer: Signer, { subject, keys, leaf, extensions }: Request): Promise<string> {
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: signer.subject,
    publicKey: keys.publicKey,
    signingKey: signer.keys.privateKey,
    ...validity(leaf),
    serialNumber: newSerial(),
    signingAlgorithm: ecdsa,
    extensions,
  });
  return pem(certificate);
}

/** RFC 5280 §4.2.1.3 and §4.2.1.9. */
function authorityExtensions(x509: X509): import('@peculiar/x509').Extension[] {
  const usage = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
  return [new x509.BasicConstraintsExtension(true, undefined, true), new x509.KeyUsagesExtension(usage, true)];
}

function leafExtensions(
  x509: X509,
  { names, side = 'server', addressesAs = 'ip' }: LeafOptions,
): import('@peculiar/x509').Extension[] {
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.ExtendedKeyUsageExtension([side === 'client' ? clientAuth : serverAuth]),
    new x509.SubjectAlternativeNameExtension(names.map((name) => generalName(name, addressesAs))),
  ];
}

function generalName(name: string, addressesAs: 'ip' | 'dns'): JsonGeneralName {
  return { type: /^[\d.]+$|:/.test(name) ? addressesAs : 'dns', value: name };
}

function validity({ notBefore, notAfter }: Partial<LeafOptions>): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: notBefore ?? new Date(now - dayMs), notAfter: notAfter ?? new Date(now + 30 * dayMs) };
}

/** Positive, at most 20 octets (RFC 5280 §4.1.2.2). */
function newSerial(): string {
  return `01${Buffer.from(crypto.getRandomValues(new Uint8Array(15))).toString('hex')}`;
}

function newKeys(algorithm: typeof ecdsa | typeof weakRsa): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

function pem(certificate: { toString: (format: 'pem') => string }): string {
  return `${certificate.toString('pem').trim()}\n`;
}

async function keyPem({ privateKey }: CryptoKeyPair): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}
