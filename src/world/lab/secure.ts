import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { LabScript } from '../../relay/lab-script.js';

/** The server's side of a TLS handshake; `done` is called when it succeeds, and what the client says in TLS goes to `hear`. */
export function secure(
  plain: Socket,
  script: LabScript,
  hear: (chunk: Uint8Array) => void,
  done: (secured: TLSSocket) => void,
): void {
  const secured = new TLSSocket(plain, { isServer: true, ...tlsOptions(script) });
  secured.on('error', () => undefined);
  secured.on('data', hear);
  secured.once('secure', () => {
    // OpenSSL refuses a client without a certificate; what the certificate is worth is for the server to look at.
    const verdict = (secured as unknown as { ssl: { verifyError: () => Error | null } }).ssl.verifyError();
    if (script.clientAuthority !== undefined && verdict !== null) secured.destroy();
    else done(secured);
  });
}

function tlsOptions({ pair, clientAuthority, newestTls }: LabScript) {
  return {
    cert: pair?.certPem,
    key: pair?.keyPem,
    ...(clientAuthority === undefined ? {} : { ca: clientAuthority, requestCert: true, rejectUnauthorized: true }),
    // OpenSSL's default level forbids the signatures of TLS 1.1.
    ...(newestTls === 'TLSv1.1' ? { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
    ...(newestTls === undefined ? {} : { maxVersion: newestTls }),
  };
}
