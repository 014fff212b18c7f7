import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type Authority, makeAuthority } from '../../../src/world/lab/certificates.js';
import { akrelay, emptyFolder, type Run } from '../program.js';
import type { InstalledServer } from './installed.js';
import { hostName, type MailServer } from './mail-server.js';
import { startNameServer } from './name-server.js';
import { names } from './peers.js';

export const login = { username: 'relay-user', password: 'r3lay-Passw0rd/ÿ' };

/** One server, started before the tests of the block that asks for it and stopped after them. */
export interface ServerBench {
  readonly server: () => MailServer;
  readonly authority: () => Authority;
  readonly installed: InstalledServer;
  /** Runs the program in a folder whose config has senders for this server. */
  readonly run: (words: readonly string[], env?: Record<string, string>) => Promise<Run>;
}

/** Call it inside `describe`. */
export function serverBench(installed: InstalledServer): ServerBench {
  let bench: { readonly server: MailServer; readonly authority: Authority; readonly cwd: string };
  const closing: (() => Promise<void> | void)[] = [];
  beforeAll(async () => {
    const authority = await makeAuthority();
    const nameServer = await startNameServer(names);
    closing.push(nameServer.stop);
    const folder = await emptyFolder();
    await chmod(folder, 0o755);
    const server = await installed.start({ folder, authority, login, nameServer: nameServer.address });
    closing.push(server.stop, () => rm(folder, { recursive: true }));
    const cwd = await emptyFolder();
    await writeFile(path.join(cwd, 'ca.pem'), authority.caPem);
    await writeFile(path.join(cwd, 'akrelay.yaml'), configFor(server));
    bench = { server, authority, cwd };
  }, 60_000);
  afterAll(async () => {
    for (const close of closing) await close();
  });
  const env = { RELAY_USER: login.username, RELAY_PASSWORD: login.password };
  return {
    server: () => bench.server,
    authority: () => bench.authority,
    installed,
    run: (words, more = {}) => akrelay(words, { cwd: bench.cwd, env: { ...env, ...more } }),
  };
}

function configFor({ ports, auth }: MailServer): string {
  const credentials = 'username: { env: RELAY_USER }, password: { env: RELAY_PASSWORD }';
  const sender = (name: string, port: number, rest: string): string =>
    `  - { name: ${name}, provider: custom, relay: { host: "localhost:${port}", ${rest} } }\n`;
  return [
    'version: 1\nsenders:\n',
    ...auth.map((method) => sender(method, ports.submission, `tls: starttls, auth: ${method}, ${credentials}`)),
    sender('no-auth', ports.submission, 'tls: starttls, auth: none'),
    sender('no-tls', ports.submission, `tls: none, auth: login, ${credentials}`),
    sender('clear-text', ports.clearText ?? ports.submission, `tls: none, auth: login, ${credentials}`),
    sender('open', ports.open ?? ports.submission, 'tls: none, auth: none'),
    sender('implicit', ports.submission, `tls: implicit, auth: login, ${credentials}`),
    'test: { from: test@example.com, recipients: [qa@example.net, qb@example.net, nobody@example.net] }\n',
    `receivers:\n  - by: ${hostName}\n`,
  ].join('');
}
