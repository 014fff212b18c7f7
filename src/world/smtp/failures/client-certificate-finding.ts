import type { HandshakeReached, TlsFinding } from './tls-finding.js';

/**
 * What OpenSSL calls the alerts of a server that got no client certificate: 116 (TLS 1.3, RFC 8446 §6.2), or 40 (TLS 1.2,
 * RFC 5246 §7.2.2), which before the server's own certificate says that there is no common ground; and of one that does
 * not take the certificate it got: 42 to 46 and 48.
 */
const wantsCertificate = new Set([
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  // BoringSSL's name of it, in the single file.
  'ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED',
]);
const wantsSomething = 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE';
const refusesCertificate = new Set(
  [
    'SSLV3_ALERT_BAD_CERTIFICATE',
    'SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
    'SSLV3_ALERT_CERTIFICATE_REVOKED',
    'SSLV3_ALERT_CERTIFICATE_EXPIRED',
    'SSLV3_ALERT_CERTIFICATE_UNKNOWN',
    'TLSV1_ALERT_UNKNOWN_CA',
  ].map((name) => `ERR_SSL_${name}`),
);

/** What the relay has to say about our certificate, or the lack of one. */
export function clientCertificateFinding(code: string, reached: HandshakeReached): TlsFinding | undefined {
  if (wantsCertificate.has(code) || (code === wantsSomething && reached === 'certificate-shown'))
    return {
      id: 'client-certificate-wanted',
      says: 'requires a client certificate.',
      hint: 'Set relay.clientCertificate, or --client-cert and --client-key.',
    };
  if (refusesCertificate.has(code))
    return {
      id: 'client-certificate-refused',
      says: `rejects the client certificate (${code}).`,
      hint: 'Check that it has not expired, and that the relay accepts its authority.',
    };
  return undefined;
}
