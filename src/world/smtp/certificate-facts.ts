import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts, TlsFacts } from '../../relay/receipt.js';
import type { Masks } from './masks.js';

/** What the handshake settled. */
export function tlsFacts(socket: TLSSocket, masks: Pick<Masks, 'text'>): TlsFacts {
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    certificate: certificateFacts(socket.getPeerCertificate(), masks),
  };
}

/** A certificate in the words of the receipt. */
export function certificateFacts(certificate: PeerCertificate, { text }: Pick<Masks, 'text'>): CertificateFacts {
  return {
    subject: text(commonName(certificate.subject)),
    issuer: text(commonName(certificate.issuer)),
    names: (certificate.subjectaltname ?? '')
      .split(', ')
      .filter((name) => name !== '')
      .map((name) => text(name.replace(/^(DNS|IP Address):/, ''))),
    validFrom: isoTime(certificate.valid_from),
    validTo: isoTime(certificate.valid_to),
    fingerprintSha256: certificate.fingerprint256,
  };
}

function commonName(name: PeerCertificate['subject'] | undefined): string {
  const value = name?.CN ?? name?.O ?? '';
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Node gives `Nov 21 12:00:00 2026 GMT`. */
function isoTime(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}
