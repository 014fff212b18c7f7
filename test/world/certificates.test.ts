import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { expect, test } from '@jest/globals';
import { type Issued, makeAuthority, selfSigned } from '../../src/world/lab/certificates.js';

const authority = await makeAuthority();
const yesterday = new Date(Date.now() - 86_400_000);
const lastWeek = new Date(Date.now() - 7 * 86_400_000);
const names = ['relay.test'];

/** What a client that trusts only `authority` says of a certificate; '' = accepted. */
async function verdictOf({ certPem, keyPem }: Issued, servername: string): Promise<string> {
  const server = createServer({ cert: certPem, key: keyPem }, (socket) => socket.end()).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => undefined);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', servername, ca: authority.caPem });
  const verdict = await new Promise<string>((resolve) => {
    socket.on('secureConnect', () => resolve(''));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
  });
  socket.destroy();
  server.close();
  return verdict;
}

test.each<[string, () => Promise<Issued>, string, string]>([
  ['a leaf of the authority', () => authority.issue({ names }), 'relay.test', ''],
  ['another name', () => authority.issue({ names: ['other.test'] }), 'relay.test', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['a wildcard', () => authority.issue({ names: ['*.relay.test'] }), 'mx.relay.test', ''],
  [
    'expired',
    () => authority.issue({ names, notBefore: lastWeek, notAfter: yesterday }),
    'relay.test',
    'CERT_HAS_EXPIRED',
  ],
  [
    'not yet valid',
    () => authority.issue({ names, notBefore: new Date(Date.now() + 86_400_000) }),
    'relay.test',
    'CERT_NOT_YET_VALID',
  ],
  ['self-signed', () => selfSigned({ names }), 'relay.test', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [
    'another authority',
    async () => (await makeAuthority('stranger')).issue({ names }),
    'relay.test',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  ['through an intermediate', async () => (await authority.intermediate()).issue({ names }), 'relay.test', ''],
])('%s', async (_name, issue, servername, verdict) => {
  expect(await verdictOf(await issue(), servername)).toBe(verdict);
});
