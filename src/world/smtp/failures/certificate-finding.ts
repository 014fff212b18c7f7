import { isIP } from 'node:net';
import type { TlsFinding } from './tls-finding.js';

/** OpenSSL's verdicts on a chain that does not end at a trusted authority. */
const untrusted = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'CERT_REJECTED',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
]);

/** What is wrong with the certificate that a relay showed; undefined when the error is about something else. */
export function certificateFinding(
  code: string,
  host: string,
  error: Error,
  mask: (text: string) => string,
): TlsFinding | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return wrongName(host, error, mask);
  if (code === 'CERT_HAS_EXPIRED')
    return {
      id: 'tls-expired',
      says: 'has an expired certificate.',
      hint: "Ask the relay's support to renew it, or the intermediate certificate: akrelay check shows which. Also check the clock of this machine.",
    };
  if (code === 'CERT_NOT_YET_VALID')
    return {
      id: 'tls-not-yet-valid',
      says: 'has a certificate that is not valid yet.',
      hint: 'Check the clock of this machine.',
    };
  if (isTooWeak(code, error))
    return {
      id: 'tls-weak-key',
      says: 'has a certificate with a weak key or signature.',
      hint: "Ask the relay's support to replace it.",
    };
  if (untrusted.has(code) || code === 'UNSPECIFIED')
    return {
      id: 'tls-untrusted',
      says: `has a certificate that is not signed by a trusted authority (${code}).`,
      hint: 'If the relay uses a private authority, trust it with: --ca authority.pem',
    };
  return undefined;
}

function wrongName(host: string, error: Error, mask: (text: string) => string): TlsFinding {
  const { dns, shown } = namesIn(error);
  if (isIP(host) && dns.includes(host))
    return {
      id: 'tls-wrong-name',
      says: `has a certificate that lists ${host} as a DNS name, not as an IP address.`,
      hint: "Ask the relay's support to replace it. If the certificate also has a host name, use tlsName or --tls-name.",
    };
  return {
    id: 'tls-wrong-name',
    says: `has a certificate for ${mask(shown)}, not for ${host}.`,
    hint: 'Use a host name from the certificate. If you reach the relay by address or through a tunnel, use tlsName or --tls-name.',
  };
}

/** Node has no code for these verdicts of OpenSSL: all that tells them apart is its sentence ("EE certificate key too weak"). */
function isTooWeak(code: string, { message }: Error): boolean {
  return code === 'UNSPECIFIED' && /too weak/.test(message);
}

function namesIn(error: Error): { readonly dns: readonly string[]; readonly shown: string } {
  const { cert } = error as { cert?: { subjectaltname?: string; subject?: { CN?: string } } };
  const entries = (cert?.subjectaltname ?? '').split(', ').filter((entry) => entry !== '');
  const names = entries.map((entry) => entry.replace(/^(DNS|IP Address):/, ''));
  return {
    dns: entries.flatMap((entry) => /^DNS:(.*)$/.exec(entry)?.[1] ?? []),
    shown: names.join(', ') || cert?.subject?.CN || 'an unnamed host',
  };
}
