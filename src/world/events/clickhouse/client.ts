import type { Agent } from 'node:https';
import type { ClickHouseClient } from '@clickhouse/client';
import { AkrelayError, type ErrorKind } from '../../../errors.js';
import { type ClickHousePlace, nameOfPlace } from '../../../events/index.js';
import { codeOf, reasonOf } from '../../files/node-reason.js';
import { failureOf as webFailure } from '../../web/failures.js';

/** What is asked of ClickHouse. All throw AkrelayErrors. */
export interface Connection {
  readonly command: (sql: string) => Promise<void>;
  /** Rows as objects, some at a time. 64-bit numbers are texts. */
  readonly rows: (sql: string) => AsyncGenerator<readonly Readonly<Record<string, unknown>>[]>;
  /** Resolves when ClickHouse has acknowledged the rows. */
  readonly insert: (table: string, rows: readonly object[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** For one query; a large insert takes a few seconds. */
const requestMs = 60_000;
/** For the handshake and a first reply. */
const firstMs = 10_000;

/** Opens a connection; nothing is asked yet. `mask` hides the secrets of the call in what the server says. */
export async function connect(place: ClickHousePlace, mask: (text: string) => string): Promise<Connection> {
  const { createClient, ClickHouseLogLevel } = await import('@clickhouse/client');
  const { url, database, username, password, caPem } = place;
  const client = createClient({
    url,
    database,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    application: 'akrelay',
    ...(caPem === undefined ? {} : { http_agent: await agentTrusting(caPem) }),
    request_timeout: requestMs,
    // What goes wrong is said once, by us.
    log: { level: ClickHouseLogLevel.OFF },
  });
  const failed = (error: unknown): never => {
    throw failureOf(error, place, mask);
  };
  let isReached = false;
  const reach = async (): Promise<void> => {
    if (!isReached && !(await isThere(client))) throw silent(place);
    isReached = true;
  };
  let settings: Promise<object> | undefined;
  return {
    command: async (query) => {
      await reach();
      await client.command({ query }).catch(failed);
    },
    async *rows(query) {
      await reach();
      try {
        const result = await client.query({ query, format: 'JSONEachRow' });
        for await (const rows of result.stream<Readonly<Record<string, unknown>>>())
          yield rows.map((row) => row.json());
      } catch (error) {
        failed(error);
      }
    },
    insert: async (table, values) => {
      await reach();
      settings ??= insertSettings(client);
      const clickhouse_settings = await settings.catch(failed);
      await client.insert({ table, values, format: 'JSONEachRow', clickhouse_settings } as never).catch(failed);
    },
    close: () => client.close(),
  };
}

/** False: it does not say a word. Whatever else is wrong, a query will say. */
async function isThere(client: ClickHouseClient): Promise<boolean> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), firstMs);
  await client.ping({ select: false, abort_signal: over.signal }).finally(() => clearTimeout(timer));
  return !over.signal.aborted;
}

/** A server that expects plain HTTP may wait for more after the first bytes of TLS, for minutes. */
function silent(place: ClickHousePlace): AkrelayError {
  const isTls = place.url.startsWith('https:');
  return new AkrelayError('temporary', {
    message: `${nameOfPlace(place)}: no answer within ${firstMs / 1000} s.`,
    hint: `Check that ClickHouse is running there. If that port expects ${isTls ? 'plain HTTP, use clickhouse:http://' : 'HTTPS, use clickhouse:https://'} in the address.`,
  });
}

/** The client's own `ca_cert` would be trusted in the place of the usual authorities. */
async function agentTrusting(caPem: string): Promise<Agent> {
  const [{ Agent }, { trusting }] = await Promise.all([import('node:https'), import('../../smtp/trust.js')]);
  return new Agent({ keepAlive: true, ...trusting(caPem, undefined) });
}

/** A server that may collect inserts is told to write each before it says so; an old one does not know the setting. */
async function insertSettings(client: ClickHouseClient): Promise<object> {
  const query = "SELECT name FROM system.settings WHERE name = 'async_insert'";
  const found = await (await client.query({ query, format: 'JSONEachRow' })).json();
  return found.length === 0 ? {} : { async_insert: 0 };
}

/** By the server's own number of the error (ClickHouse, src/Common/ErrorCodes.cpp, read 2026-11), or the system's word. */
const kinds: Readonly<Record<string, readonly [ErrorKind, string, string]>> = {
  60: ['input-missing', 'there is no store', 'Receive events first: akrelay events listen --store clickhouse:…'],
  81: ['config', 'there is no such database', 'Create it, or name another in --store: CREATE DATABASE …'],
  192: ['authentication', 'the user is unknown', 'Set CLICKHOUSE_USER, or events.clickhouse.username in the config.'],
  193: [
    'authentication',
    'the password is wrong',
    'Set CLICKHOUSE_PASSWORD, or events.clickhouse.password in the config.',
  ],
  194: [
    'authentication',
    'a password is needed',
    'Set CLICKHOUSE_PASSWORD, or events.clickhouse.password in the config.',
  ],
  516: ['authentication', 'user or password is wrong', 'Set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD.'],
  ECONNREFUSED: [
    'unreachable',
    'the connection was refused',
    'Check that ClickHouse is running and listens there (HTTP, usually port 8123).',
  ],
  ECONNRESET: [
    'temporary',
    'the connection was closed',
    'Check that ClickHouse is running there. If that port expects HTTPS, use https:// in the address.',
  ],
  ENOTFOUND: ['host-not-found', 'the host name does not resolve', 'Check the host name.'],
};

function failureOf(error: unknown, place: ClickHousePlace, mask: (text: string) => string): AkrelayError {
  if (error instanceof AkrelayError) return error;
  const text = error instanceof Error ? error.message : '';
  const code = numberOf(error) ?? /^Code: (\d+)/.exec(text)?.[1];
  const tls = code === undefined ? failedTls(place, error, mask) : undefined;
  if (tls !== undefined) return tls;
  const [kind, why, hint] = kinds[code ?? codeOf(error)] ?? [
    'temporary' as const,
    code === undefined ? reasonFor(error) : `it replies with error ${code}: ${mask(text).slice(0, 200)}`,
    'Check that ClickHouse is running there, and read its log.',
  ];
  return new AkrelayError(kind, { message: `${nameOfPlace(place)}: ${why}.`, hint, cause: error });
}

/** What went wrong before ClickHouse had its say. */
function failedTls(place: ClickHousePlace, error: unknown, mask: (text: string) => string): AkrelayError | undefined {
  const { finding, why, fix } = webFailure(new URL(place.url), error, mask);
  if (!/^(?:tls|client-certificate)-/.test(finding)) return undefined;
  const hint =
    finding === 'tls-untrusted'
      ? 'If the server uses a private authority, set CLICKHOUSE_CA=authority.pem, or events.clickhouse.ca in the config.'
      : fix.replace('http://', 'clickhouse:http://');
  return new AkrelayError('tls', { message: `${nameOfPlace(place)}: ${why}.`, hint, cause: error });
}

function numberOf(error: unknown): string | undefined {
  const code = codeOf(error);
  return /^\d+$/.test(code) ? code : undefined;
}

function reasonFor(error: unknown): string {
  if (error instanceof Error && error.message.startsWith('Timeout')) return 'no answer in time';
  return codeOf(error) === '' ? 'the reply is not from ClickHouse' : reasonOf(error);
}
