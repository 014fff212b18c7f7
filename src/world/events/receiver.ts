import { once } from 'node:events';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { AkrelayError } from '../../errors.js';
import { cannotListen } from '../cannot-listen.js';
import { cannotRead, codeOf, isCode } from '../files/node-reason.js';
import { isSingleFile } from '../own-program.js';
import { digestOf, type Handling, handleRequest } from './handle-request.js';
import type { ListenEvent, ListenRequest, Receiver } from './listen.js';
import { onNoRequest } from './no-request.js';
import { slotsOf } from './slots.js';

/** Requests that wait for a slot, their bodies unread. */
const inLine = 64;
/** Connections at most: strangers must not take every file handle. */
const mostConnections = 512;
const headerMs = 10_000;
const lookAtFilesMs = 30_000;

/** Starts the receiver. Throws `unreachable` when the port is taken, `config` when a certificate or key cannot be used. */
export async function startReceiver(request: ListenRequest, tell: (event: ListenEvent) => void): Promise<Receiver> {
  const { host, secretPath, pseudonym, writer } = request;
  const slots = slotsOf(request.atOnce, inLine);
  const handling: Handling = { secret: digestOf(secretPath), pseudonym, writer, tell, slots };
  const inHand = new Set<http.ServerResponse>();
  /** Connections with a request, of which is told. */
  const heard = new WeakSet<Socket>();
  let isClosing = false;
  const onRequest: http.RequestListener = (incoming, response) => {
    incoming.on('error', () => undefined);
    response.on('error', () => undefined);
    response.shouldKeepAlive &&= !isClosing;
    inHand.add(response);
    heard.add(incoming.socket);
    void handleRequest(incoming, response, handling).finally(() => inHand.delete(response));
  };
  const server = makeServer(request, onRequest);
  server.on('checkContinue', onRequest);
  onNoRequest(server, (from, peer, why) => {
    if (from === undefined || !heard.has(from)) tell({ event: 'no-request', at: new Date().toISOString(), peer, why });
  });
  server.maxConnections = mostConnections;
  server.listen(request.port, host);
  await once(server, 'listening').catch((cause) => {
    const isElsewhere = isCode(cause, 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL');
    throw cannotListen(request, cause, isElsewhere ? 'Give an address of this machine with --host.' : undefined);
  });
  const unwatch = watchFiles(server, request.tls);
  return {
    port: (server.address() as AddressInfo).port,
    close: async (patienceMs) => {
      // A connection that is kept open would keep a receiver open that is to end.
      isClosing = true;
      for (const response of inHand) response.shouldKeepAlive = false;
      unwatch();
      await new Promise<void>((resolve) => {
        const impatient = setTimeout(() => {
          server.closeAllConnections();
          // The server itself would wait for a TLS handshake that is not over.
          setImmediate(resolve);
        }, patienceMs);
        server.close(() => {
          clearTimeout(impatient);
          resolve();
        });
      });
    },
  };
}

function makeServer({ tls, requestMs }: ListenRequest, listener: http.RequestListener): http.Server | https.Server {
  const options = {
    requestTimeout: requestMs,
    headersTimeout: Math.min(headerMs, requestMs),
    connectionsCheckingInterval: 500,
    maxHeaderSize: 16 * 1024,
    noDelay: true,
  };
  if (tls === undefined) return http.createServer(options, listener);
  const pair = readPair(tls);
  try {
    // The server itself would look at the pair only when it listens (Bun) or now (Node).
    createSecureContext(pair);
  } catch (cause) {
    throw badPair(cause);
  }
  return https.createServer({ ...options, ...pair, handshakeTimeout: headerMs }, listener);
}

type PairFiles = NonNullable<ListenRequest['tls']>;

function readPair({ certificate, key }: PairFiles): { readonly cert: Buffer; readonly key: Buffer } {
  return { cert: readFile(certificate), key: readFile(key) };
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/**
 * A renewed certificate is used from then on; by the single file, whose server has no way to change it, from the next
 * start. One that cannot be used, half written perhaps, leaves the old one in force.
 */
function watchFiles(server: http.Server | https.Server, tls: PairFiles | undefined): () => void {
  if (tls === undefined || !(server instanceof https.Server) || isSingleFile) return () => undefined;
  const reload = (): void => {
    try {
      server.setSecureContext(readPair(tls));
    } catch {
      // The next change brings the rest.
    }
  };
  const files = [tls.certificate, tls.key];
  for (const file of files) watchFile(file, { interval: lookAtFilesMs, persistent: false }, reload);
  return () => {
    for (const file of files) unwatchFile(file, reload);
  };
}

function badPair(cause: unknown): AkrelayError {
  const isMismatch = codeOf(cause) === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH';
  return new AkrelayError('config', {
    message: isMismatch ? 'The key does not match the certificate.' : 'The certificate or the key cannot be used.',
    hint: 'Both must be PEM files: the key without a passphrase, and the certificate file with the whole chain.',
    cause,
  });
}
