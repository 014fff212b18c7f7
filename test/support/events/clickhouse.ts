import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { makeAuthority } from '../../../src/world/lab/certificates.js';
import { emptyFolder } from '../program.js';

export interface RunningClickHouse {
  readonly version: string;
  /** `clickhouse:http://127.0.0.1:<port>/<database>`, of a database that is new. */
  readonly newStore: () => Promise<string>;
  readonly port: number;
  /** HTTPS of the server itself, for localhost, by a certificate of this authority. */
  readonly tls: { readonly port: number; readonly caPem: string };
  readonly env: Readonly<Record<string, string>>;
  /** Asks it in SQL. */
  readonly ask: (sql: string) => Promise<string>;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
  /** Starts it again, with the same data. */
  readonly start: () => Promise<void>;
}

export const password = 'a-password-of-clickhouse';

export function isInstalled(): boolean {
  try {
    execFileSync('which', ['clickhouse-server'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Starts a server on loopback with a data folder of its own. */
export async function startClickHouse(): Promise<RunningClickHouse> {
  const folder = await emptyFolder();
  const [port, tcpPort, tlsPort] = [await freePort(), await freePort(), await freePort()];
  const authority = await makeAuthority();
  const { certPem, keyPem } = await authority.issue({ names: ['localhost'] });
  writeFileSync(path.join(folder, 'cert.pem'), certPem);
  writeFileSync(path.join(folder, 'key.pem'), keyPem);
  writeFileSync(path.join(folder, 'config.xml'), configOf(folder, { port, tcpPort, tlsPort }));
  writeFileSync(path.join(folder, 'users.xml'), users);
  chmodSync(folder, 0o755);
  let child: ChildProcess | undefined;
  const ask = async (sql: string): Promise<string> => {
    const headers = { 'X-ClickHouse-User': 'akrelay', 'X-ClickHouse-Key': password };
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: sql, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text.trim();
  };
  const start = async (): Promise<void> => {
    child = spawn('clickhouse-server', [`--config-file=${path.join(folder, 'config.xml')}`], {
      cwd: folder,
      stdio: 'ignore',
    });
    for (let tries = 0; ; tries++) {
      if (child.exitCode !== null || tries > 300) throw new Error('clickhouse-server does not start');
      if (
        await ask('SELECT 1').then(
          () => true,
          () => false,
        )
      )
        return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await start();
  let stores = 0;
  return {
    version: await ask('SELECT version()'),
    port,
    tls: { port: tlsPort, caPem: authority.caPem },
    env: { CLICKHOUSE_USER: 'akrelay', CLICKHOUSE_PASSWORD: password },
    ask,
    start,
    newStore: async () => {
      const database = `store${++stores}`;
      await ask(`CREATE DATABASE ${database}`);
      return `clickhouse:http://127.0.0.1:${port}/${database}`;
    },
    kill: (signal) =>
      new Promise((resolve) => {
        child?.once('exit', () => resolve());
        child?.kill(signal);
      }),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

interface Ports {
  readonly port: number;
  readonly tcpPort: number;
  readonly tlsPort: number;
}

function configOf(folder: string, { port, tcpPort, tlsPort }: Ports): string {
  return `<yandex>
  <logger><level>warning</level><log>${folder}/log</log><errorlog>${folder}/errors</errorlog></logger>
  <listen_host>127.0.0.1</listen_host><http_port>${port}</http_port><tcp_port>${tcpPort}</tcp_port><https_port>${tlsPort}</https_port>
  <openSSL><server>
    <certificateFile>${folder}/cert.pem</certificateFile><privateKeyFile>${folder}/key.pem</privateKeyFile>
    <verificationMode>none</verificationMode><loadDefaultCAFile>true</loadDefaultCAFile>
  </server></openSSL>
  <path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path>
  <users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
  <mark_cache_size>67108864</mark_cache_size>
</yandex>`;
}

const users = `<yandex>
  <profiles><default><max_memory_usage>1000000000</max_memory_usage></default></profiles>
  <users><akrelay><password>${password}</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></akrelay></users>
  <quotas><default><interval><duration>3600</duration><queries>0</queries><errors>0</errors><result_rows>0</result_rows><read_rows>0</read_rows><execution_time>0</execution_time></interval></default></quotas>
</yandex>`;
