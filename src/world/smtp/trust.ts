import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tls, { type ConnectionOptions } from 'node:tls';
import { failureError } from './failures/failures.js';
import type { ClientCertificate } from './smtp.js';

/**
 * TLS options that trust the usual authorities (NODE_EXTRA_CA_CERTS among them), and those of `caPem`, and that
 * show the client certificate. Throws `config` when one of them cannot be used.
 */
export function trusting(caPem: string | undefined, client: ClientCertificate | undefined): ConnectionOptions {
  const own = caPem === undefined ? [] : authoritiesIn(caPem);
  if (own.length === 0) return client === undefined ? {} : { secureContext: contextWith(client) };
  const secureContext = client === undefined ? tls.createSecureContext() : contextWith(client);
  const store = secureContext.context as { addCACert?: (pem: string) => void };
  const all = [...certificatesIn(extraAuthorities()), ...own];
  // Adding to the store takes 1 ms; the documented way, `ca`, reads all the usual authorities again, 20 ms and more.
  if (store.addCACert === undefined)
    return { ca: [...tls.rootCertificates, ...all], cert: client?.certPem, key: client?.keyPem };
  try {
    for (const pem of all) store.addCACert(pem);
  } catch (cause) {
    throw noCertificate(cause);
  }
  return { secureContext };
}

function contextWith({ certPem, keyPem }: ClientCertificate): tls.SecureContext {
  try {
    return tls.createSecureContext({ cert: certPem, key: keyPem });
  } catch (cause) {
    throw configError(
      'client-certificate-unusable',
      'The client certificate cannot be used: the certificate and key do not match, or one of them is not PEM.',
      'Both must be PEM, and the key must not be encrypted; one file can contain both.',
      cause,
    );
  }
}

/** A store that is added to forgets this file, though Node has read it. */
function extraAuthorities(): string {
  const file = process.env['NODE_EXTRA_CA_CERTS'];
  try {
    return file === undefined ? '' : readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function authoritiesIn(caPem: string): readonly string[] {
  const own = certificatesIn(caPem);
  if (own.length === 0) throw noCertificate(undefined);
  const leaves = own.map(leafIn);
  const [leaf] = leaves;
  if (leaf !== undefined && leaves.every((one) => one !== undefined)) throw noAuthority(leaf);
  return own;
}

/** A certificate that another one vouches for and that may vouch for none itself (RFC 5280 §4.2.1.9): to trust it says nothing. */
function leafIn(pem: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return certificate.ca || certificate.subject === certificate.issuer ? undefined : certificate;
  } catch (cause) {
    throw noCertificate(cause);
  }
}

function certificatesIn(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function noAuthority({ subject, issuer }: X509Certificate): Error {
  const named = (name: string): string => name.replaceAll('\n', ', ');
  return configError(
    'ca-is-no-authority',
    `The CA file contains a server certificate (${named(subject)}), not that of its authority.`,
    `Use the certificate of ${named(issuer)}.`,
  );
}

function noCertificate(cause: unknown): Error {
  return configError(
    'ca-unusable',
    'The CA file contains no PEM certificate.',
    'It must contain the certificate of the authority, starting with "-----BEGIN CERTIFICATE-----".',
    cause,
  );
}

function configError(id: string, message: string, hint: string, cause?: unknown): Error {
  return failureError({ id, kind: 'config', stage: 'tls', message, hint, cause });
}
