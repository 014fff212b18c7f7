import type { Server } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { codeOf } from '../files/node-reason.js';

/** Hears of connections that bring no request that could be answered; Node itself replies 400, 408 or 431 where it can, and closes. */
export function onNoRequest(
  server: Server | https.Server,
  heard: (from: Socket | undefined, peer: string, why: string) => void,
): void {
  const isSecure = server instanceof https.Server;
  server.on(isSecure ? 'secureConnection' : 'connection', (socket: Socket) => {
    // Once it is closed nobody knows.
    const peer = peerOf(socket);
    socket.on('error', (error) => {
      const why = reasonOf(error, isSecure);
      if (why !== undefined) heard(socket, peer, why);
    });
  });
  server.on('drop', (data) => heard(undefined, data?.remoteAddress ?? '', 'too many connections are open'));
  server.on('tlsClientError', (error: Error, socket: Socket) => {
    const code = codeOf(error);
    // A load balancer that only looks whether the port answers hangs up too.
    if (code !== 'ECONNRESET') heard(socket, peerOf(socket), handshakes[code] ?? `the TLS handshake failed (${code})`);
  });
}

function peerOf({ remoteAddress = '' }: Socket): string {
  return remoteAddress;
}

const handshakes: Readonly<Record<string, string>> = {
  ERR_SSL_HTTP_REQUEST: 'it uses plain HTTP, but this receiver expects https://',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS, but this receiver expects https://',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not trust the certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'it does not trust the certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'it does not trust the certificate',
};

/** The content type of a handshake record (RFC 8446 §5.1). */
const tlsHandshake = 0x16;

function reasonOf(error: Error & { readonly rawPacket?: Uint8Array }, isSecure: boolean): string | undefined {
  const code = codeOf(error);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'the request took too long';
  if (code === 'HPE_HEADER_OVERFLOW') return 'the header is larger than 16 KB';
  if (!code.startsWith('HPE_')) return undefined;
  return !isSecure && error.rawPacket?.[0] === tlsHandshake
    ? 'it uses TLS, but this receiver expects http://'
    : 'the request is not valid HTTP';
}
