import { budgetsWithin } from '../../relay/budgets.js';
import { formatHostPort } from '../../relay/host-port.js';
import type { ClientCertificateFiles, RelaySender } from '../../relay/sender.js';
import { shellWord } from '../../shell-word.js';
import type { ClientCertificate, RelayAccess } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import type { SessionFlags } from '../relay-flags.js';

export interface AccessOptions {
  /** File of a certificate authority. */
  readonly ca: string | undefined;
  readonly totalMs: number | undefined;
  readonly session: SessionFlags;
  /** Of the config, for relative files in it; empty where there is none. */
  readonly configPath: string;
}

type Tools = Pick<World, 'files' | 'secrets' | 'talk'>;

/** How to get into a sender's relay, its secrets resolved. Throws `config` with every secret that is missing. */
export async function accessOf(sender: RelaySender, options: AccessOptions, world: Tools): Promise<RelayAccess> {
  const { ca, totalMs, session } = options;
  const { host, port, tls } = sender.relay;
  const place = formatHostPort({ host, port });
  const caPem = ca === undefined ? undefined : await textOf(ca, totalMs, world);
  const clientCertificate = await certificateOf(sender, options, world);
  const auth = await credentialsOf(sender, options, world.secrets);
  if (tls === 'none' && auth.method !== 'none' && !sender.relay.acknowledge.includes('auth-clear-text'))
    world.talk.warn(
      sender.name === place
        ? `The user name and password are sent to ${place} in clear text.`
        : `${sender.name} has tls: none, so the user name and password are sent to ${place} in clear text.`,
    );
  return {
    host,
    port,
    tls,
    auth,
    caPem,
    clientCertificate,
    ehlo: session.ehlo ?? sender.relay.ehlo,
    tlsName: session.tlsName ?? sender.relay.tlsName,
    family: session.family,
    sourceAddress: session.sourceAddress,
    budgets: budgetsWithin(totalMs),
  };
}

async function certificateOf(
  { relay }: RelaySender,
  { session, totalMs, configPath }: AccessOptions,
  world: Tools,
): Promise<ClientCertificate | undefined> {
  const files = session.clientCertificate ?? besideConfig(relay.clientCertificate, configPath);
  if (files === undefined) return undefined;
  const certPem = await textOf(files.cert, totalMs, world);
  return { certPem, keyPem: files.key === undefined ? certPem : await textOf(files.key, totalMs, world) };
}

/** Files that the config names start at its folder. */
function besideConfig(
  files: ClientCertificateFiles | undefined,
  configPath: string,
): ClientCertificateFiles | undefined {
  const folder = configPath.replace(/[^/\\]*$/, '');
  const beside = (path: string): string => (/^(?:[/\\]|[A-Za-z]:)/.test(path) ? path : `${folder}${path}`);
  return files && { cert: beside(files.cert), key: files.key === undefined ? undefined : beside(files.key) };
}

async function textOf(file: string, withinMs: number | undefined, { files }: Tools): Promise<string> {
  return Buffer.from(await files.read(file, { mostMegabytes: 16, withinMs })).toString('latin1');
}

async function credentialsOf(
  { name, relay: { host, port, ...relay } }: RelaySender,
  { configPath, totalMs }: AccessOptions,
  secrets: World['secrets'],
): Promise<RelayAccess['auth']> {
  if (relay.auth === 'none') return { method: 'none' };
  const password = relay.auth === 'xoauth2' ? 'access token' : 'password';
  const flags = '--username-env <VAR> --password-env <VAR>';
  const edit = name === formatHostPort({ host, port }) ? '' : `akrelay sender edit ${shellWord(name)} `;
  const hint = `Set what is missing, or use other variables: ${edit}${flags}`;
  const [username = '', secret = ''] = await secrets.resolve(
    [
      { what: `the user name of ${name}`, reference: relay.username, kind: 'public', hint },
      { what: `the ${password} of ${name}`, reference: relay.password, kind: 'secret', hint },
    ],
    configPath,
    totalMs,
  );
  return { method: relay.auth, username, password: secret };
}
