import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { AkrelayError } from '../../errors.js';

/** Node 22.15 and later name the authorities in force, NODE_EXTRA_CA_CERTS among them. */
const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };

/** TLS options that trust the usual authorities, and those of `caPem` beside them. Throws `config` when that is no PEM. */
export function trusting(caPem: string | undefined): { readonly ca?: string[] } {
  if (caPem === undefined) return {};
  const own = caPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (own.length === 0 || !own.every(isCertificate))
    throw new AkrelayError('config', {
      message: 'The file of --ca holds no certificate in PEM form.',
      hint: 'It must hold the authority\'s certificate: "-----BEGIN CERTIFICATE-----" and so on.',
    });
  return { ca: [...(getCACertificates?.('default') ?? tls.rootCertificates), ...own] };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
