import type { Socket } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { failureError } from '../failures/failures.js';
import { handshakeFailure, lostConnection } from '../failures/tls-failures.js';
import { systemCode } from '../failures/tls-finding.js';
import type { Masks } from '../masks.js';

const connectionLost = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ENOTCONN']);

/** The TLS handshake on a connection. Rejects with what is wrong with it; `relay` is for sentences. */
export function shakeHands(
  plain: Socket,
  options: ConnectionOptions,
  { relay, masks }: { readonly relay: string; readonly masks: Masks },
): Promise<TLSSocket> {
  const secured = connect({ ...options, socket: plain });
  return new Promise((resolve, reject) => {
    const failed = (error: Error | undefined): void => {
      const isLost = error === undefined || connectionLost.has(systemCode(error));
      const host = options.host ?? '';
      const hasShown =
        Object.keys(secured.getPeerCertificate() ?? {}).length > 0 ? 'certificate-shown' : 'nothing-shown';
      const failure = isLost
        ? lostConnection(relay, 'tls', error)
        : handshakeFailure(relay, host, error, hasShown, masks.text);
      reject(failureError(failure));
      plain.destroy();
    };
    secured.once('secureConnect', () => {
      secured.off('close', closed);
      resolve(secured);
    });
    const closed = (): void => failed(undefined);
    secured.on('error', failed).once('close', closed);
  });
}
