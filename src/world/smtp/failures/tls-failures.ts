import type { SmtpStage } from '../../../relay/smtp-stage.js';
import { certificateFinding } from './certificate-finding.js';
import { clientCertificateFinding } from './client-certificate-finding.js';
import { type Cover, closedFailure, type Failure } from './failures.js';
import { type HandshakeReached, systemCode, type TlsFinding } from './tls-finding.js';

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

/** The end of a connection, seen as what it was when TLS had its say. */
export function lostConnection(relay: string, stage: SmtpStage, problem: Error | undefined, cover?: Cover): Failure {
  const finding = problem && clientCertificateFinding(systemCode(problem), 'nothing-shown');
  if (finding === undefined) return closedFailure(relay, stage, problem, cover);
  const { id, says, hint } = finding;
  return { id, kind: 'tls', stage: 'tls', message: `${relay} ${says}`, hint, cause: problem };
}

/** Old versions only: ours is refused, or theirs is. */
const tooOld = new Set(['ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION']);

function protocolFinding(code: string): TlsFinding {
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
