import { isIP } from 'node:net';
import type { SmtpReply } from '../../../relay/smtp-reply.js';
import { formatReply } from '../../../relay/smtp-reply.js';
import type { SmtpStage } from '../../../relay/smtp-stage.js';
import { type Cover, closedFailure, type Failure } from './failures.js';

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

interface Finding {
  readonly id: string;
  readonly says: string;
  readonly hint: string;
}

/** How far a handshake came: whether the relay showed its certificate. */
export type HandshakeReached = 'nothing-shown' | 'certificate-shown';

/** The failure of a handshake by the code that Node or OpenSSL gives; `host` is the name that was asked for, `mask` hides secrets in a certificate's names. */
export function handshakeFailure(
  relay: string,
  host: string,
  error: Error,
  reached: HandshakeReached,
  mask: (text: string) => string,
): Failure {
  const code = systemCode(error);
  const { id, says, hint } =
    certificateFinding(code, host, error, mask) ?? clientCertificateFinding(code, reached) ?? protocolFinding(code);
  return { id, kind: 'tls', stage: 'tls', message: `${relay} ${says}`, hint, cause: error };
}

function certificateFinding(
  code: string,
  host: string,
  error: Error,
  mask: (text: string) => string,
): Finding | undefined {
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

function wrongName(host: string, error: Error, mask: (text: string) => string): Finding {
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

function clientCertificateFinding(code: string, reached: HandshakeReached): Finding | undefined {
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

/** The end of a connection, seen as what it was when TLS had its say. */
export function lostConnection(relay: string, stage: SmtpStage, problem: Error | undefined, cover?: Cover): Failure {
  const finding = problem && clientCertificateFinding(systemCode(problem), 'nothing-shown');
  if (finding === undefined) return closedFailure(relay, stage, problem, cover);
  const { id, says, hint } = finding;
  return { id, kind: 'tls', stage: 'tls', message: `${relay} ${says}`, hint, cause: problem };
}

/** Old versions only: ours is refused, or theirs is. */
const tooOld = new Set(['ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION']);

function protocolFinding(code: string): Finding {
  if (tooOld.has(code))
    return {
      id: 'tls-old',
      says: `supports only TLS 1.0 or 1.1, which are insecure (${code}).`,
      hint: "Ask the relay's support for TLS 1.2 or newer (RFC 8996).",
    };
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return {
      id: 'tls-not-spoken',
      says: 'does not speak TLS on this port.',
      hint: 'Use tls: starttls for ports 587 and 25, and tls: implicit only for ports such as 465.',
    };
  return {
    id: 'tls-handshake',
    says: `and akrelay have no common TLS settings (${code || 'handshake failed'}).`,
    hint: 'The relay may offer only old TLS versions or ciphers, or tls: may not fit the port.',
  };
}

/** The relay does not offer STARTTLS; nothing but EHLO was sent. */
export function starttlsNotOffered(relay: string): Failure {
  return {
    id: 'starttls-not-offered',
    kind: 'tls',
    stage: 'starttls',
    message: `${relay} does not offer STARTTLS, which tls: starttls requires. No credentials were sent.`,
    hint: 'Check the port: 587 is usual for STARTTLS. Something on the path to the relay may remove the offer.',
  };
}

/** STARTTLS was offered and then refused. */
export function starttlsRefused(relay: string, reply: SmtpReply): Failure {
  return {
    id: 'starttls-refused',
    kind: 'tls',
    stage: 'starttls',
    reply,
    message: `${relay} offers STARTTLS but then refuses it: ${formatReply(reply)}`,
    hint: 'The relay has a problem with its certificate. Try again later, or contact its support.',
  };
}

/** RFC 3207 §6: what came in clear text after the 220 must not count, and honest servers send nothing there. */
export function starttlsInjection(relay: string): Failure {
  return {
    id: 'starttls-injection',
    kind: 'tls',
    stage: 'starttls',
    message: `${relay} sent clear text between its reply to STARTTLS and the TLS handshake; akrelay ended the session.`,
    hint: 'Something on the path to the relay may be injecting replies. Do not send through it until you know why.',
  };
}

/** The code of a system's or OpenSSL's error; empty when it has none. */
export function systemCode(error: Error): string {
  return String((error as { code?: unknown }).code ?? '');
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
