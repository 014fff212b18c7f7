import { readFileSync } from 'node:fs';
import tls, { type ConnectionOptions } from 'node:tls';
import { AkrelayError } from '../../errors.js';

/**
 * TLS options that trust the usual authorities (NODE_EXTRA_CA_CERTS among them), and those of `caPem` beside them.
 * Throws `config` when that is no PEM.
 */
export function trusting(caPem: string | undefined): ConnectionOptions {
  if (caPem === undefined) return {};
  const own = certificatesIn(caPem);
  if (own.length === 0) throw noCertificate(undefined);
  const secureContext = tls.createSecureContext();
  const store = secureContext.context as { addCACert?: (pem: string) => void };
  const all = [...certificatesIn(extraAuthorities()), ...own];
  // Adding to the store takes 1 ms; the documented way, `ca`, reads all the usual authorities again, 20 ms and more.
  if (store.addCACert === undefined) return { ca: [...tls.rootCertificates, ...all] };
  try {
    for (const pem of all) store.addCACert(pem);
  } catch (cause) {
    throw noCertificate(cause);
  }
  return { secureContext };
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

function certificatesIn(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function noCertificate(cause: unknown): AkrelayError {
  return new AkrelayError('config', {
    message: 'The file of --ca holds no certificate in PEM form.',
    hint: 'It must hold the authority\'s certificate: "-----BEGIN CERTIFICATE-----" and so on.',
    cause,
  });
}
