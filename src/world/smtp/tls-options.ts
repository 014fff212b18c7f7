import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { domainToASCII } from 'node:url';
import type { RelayAccess } from './smtp.js';
import { trusting } from './trust.js';

export type CertificateCheck = 'verified' | 'looked-at';

type Wanted = Pick<RelayAccess, 'host' | 'tlsName' | 'caPem' | 'clientCertificate'>;

/**
 * How TLS is spoken with a relay: whom it trusts, which name it asks for, which certificate it shows. `looked-at` takes any
 * certificate, to show what it says. Throws `config`.
 */
export function tlsOptions(access: Wanted, check: CertificateCheck): ConnectionOptions {
  const name = certificateName(access);
  const trust = check === 'verified' ? trusting(access.caPem, access.clientCertificate) : { rejectUnauthorized: false };
  // RFC 6066 §3: a name, never an address; Node compares the certificate with `host` where there is none.
  return { ...trust, host: name, ...(isIP(name) ? {} : { servername: name }) };
}

/** The name that the certificate must be for: as DNS has it (RFC 5890 §2.3.2.1), without the dot of the root. */
export function certificateName({ host, tlsName }: Pick<RelayAccess, 'host' | 'tlsName'>): string {
  const name = (tlsName ?? host).replace(/\.$/, '');
  return isIP(name) ? name : domainToASCII(name) || name;
}
