import type { SmtpReply } from '../../relay/smtp-reply.js';
import { formatReply } from '../../relay/smtp-reply.js';
import type { SmtpStage } from '../../relay/smtp-stage.js';
import type { Failure } from './failures.js';
import type { Hearing } from './hearing.js';

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

/** The failure of a handshake by the code that Node or OpenSSL gives; `host` is the name that was asked for. */
export function handshakeFailure(relay: string, host: string, error: Error, hearing: Pick<Hearing, 'text'>): Failure {
  const code = systemCode(error);
  const { id, says, hint } = certificateFinding(code, host, error, hearing) ?? protocolFinding(code);
  return { id, kind: 'tls', stage: 'tls', message: `${relay} ${says}`, hint, cause: error };
}

function certificateFinding(
  code: string,
  host: string,
  error: Error,
  hearing: Pick<Hearing, 'text'>,
): Finding | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      id: 'tls-wrong-name',
      says: `shows a certificate for another name: ${hearing.text(namesIn(error))}, not ${host}.`,
      hint: 'Use a host name that the certificate is for, or ask the relay for the right one.',
    };
  if (code === 'CERT_HAS_EXPIRED')
    return {
      id: 'tls-expired',
      says: 'shows a certificate that has expired.',
      hint: 'The relay has to renew it. Check also that the clock of this machine is right.',
    };
  if (code === 'CERT_NOT_YET_VALID')
    return {
      id: 'tls-not-yet-valid',
      says: 'shows a certificate that is not valid yet.',
      hint: 'Check the clock of this machine.',
    };
  if (isTooWeak(code, error))
    return {
      id: 'tls-weak-key',
      says: 'shows a certificate whose key or signature is too weak.',
      hint: 'The relay has to replace it.',
    };
  if (untrusted.has(code) || code === 'UNSPECIFIED')
    return {
      id: 'tls-untrusted',
      says: `shows a certificate that no trusted authority vouches for (${code}).`,
      hint: 'If the relay uses a private authority, name its certificate: --ca authority.pem',
    };
  return undefined;
}

/** Node has no code for these verdicts of OpenSSL: all that tells them apart is its sentence ("EE certificate key too weak"). */
function isTooWeak(code: string, { message }: Error): boolean {
  return code === 'UNSPECIFIED' && /too weak/.test(message);
}

function protocolFinding(code: string): Finding {
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return {
      id: 'tls-not-spoken',
      says: 'does not speak TLS here.',
      hint: 'A port with STARTTLS (587, 25) wants tls: starttls; only a port like 465 wants tls: implicit.',
    };
  return {
    id: 'tls-handshake',
    says: `and this machine could not agree on TLS (${code || 'handshake failed'}).`,
    hint: 'The relay may offer only old TLS versions or ciphers, or the port may not be what tls: says.',
  };
}

/** The relay does not offer STARTTLS; nothing but EHLO was sent. */
export function starttlsNotOffered(relay: string): Failure {
  return {
    id: 'starttls-not-offered',
    kind: 'tls',
    stage: 'starttls',
    message: `${relay} does not offer STARTTLS, and tls: starttls requires it; no credential was sent.`,
    hint: 'Check the port (587 is usual for STARTTLS). Something between here and the relay may remove the offer.',
  };
}

/** STARTTLS was offered and then refused. */
export function starttlsRefused(relay: string, reply: SmtpReply): Failure {
  return {
    id: 'starttls-refused',
    kind: 'tls',
    stage: 'starttls',
    reply,
    message: `${relay} offers STARTTLS and then refuses it: ${formatReply(reply)}`,
    hint: 'The relay cannot use its certificate now. Try again later, or tell its support.',
  };
}

/** RFC 3207 §6: what came in clear text after the 220 must not count, and honest servers send nothing there. */
export function starttlsInjection(relay: string, stage: SmtpStage): Failure {
  return {
    id: 'starttls-injection',
    kind: 'tls',
    stage,
    message: `${relay} sent clear text between its answer to STARTTLS and TLS itself; the session was ended.`,
    hint: 'Something between here and the relay may be adding replies. Do not send through it until that is explained.',
  };
}

/** nodemailer keeps the system's code beside its own. */
export function systemCode(error: Error): string {
  const { originalCode, code } = error as { originalCode?: unknown; code?: unknown };
  return String(originalCode ?? code ?? '');
}

function namesIn(error: Error): string {
  const { cert } = error as { cert?: { subjectaltname?: string; subject?: { CN?: string } } };
  const names = (cert?.subjectaltname ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''));
  return names.filter((name) => name !== '').join(', ') || cert?.subject?.CN || 'an unnamed host';
}
