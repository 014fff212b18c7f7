import { budgetsWithin } from '../../relay/budgets.js';
import { formatHostPort } from '../../relay/host-port.js';
import type { RelaySender } from '../../relay/sender.js';
import type { RelayAccess } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';

export interface AccessOptions {
  /** File of a certificate authority. */
  readonly ca: string | undefined;
  readonly totalMs: number | undefined;
  /** Of the config, for relative secret files. */
  readonly configPath: string;
}

/** How to get into a sender's relay, its secrets resolved. Throws `config` with every secret that is missing. */
export async function accessOf(
  sender: RelaySender,
  { ca, totalMs, configPath }: AccessOptions,
  world: Pick<World, 'files' | 'secrets' | 'talk'>,
): Promise<RelayAccess> {
  const { host, port, tls } = sender.relay;
  const caPem =
    ca === undefined
      ? undefined
      : Buffer.from(await world.files.read(ca, { mostMegabytes: 16, withinMs: totalMs })).toString('latin1');
  const auth = await credentialsOf(sender, { configPath, totalMs }, world.secrets);
  if (tls === 'none' && auth.method !== 'none' && !sender.relay.acknowledge.includes('auth-clear-text'))
    world.talk.warn(
      `${sender.name} has tls: none, so user name and password go to ${formatHostPort({ host, port })} in clear text, as the config says.`,
    );
  return { host, port, tls, auth, caPem, budgets: budgetsWithin(totalMs) };
}

async function credentialsOf(
  { name, relay }: RelaySender,
  { configPath, totalMs }: Pick<AccessOptions, 'configPath' | 'totalMs'>,
  secrets: World['secrets'],
): Promise<RelayAccess['auth']> {
  if (relay.auth === 'none') return { method: 'none' };
  const [username = '', password = ''] = await secrets.resolve(
    [
      { what: `the user name of ${name}`, reference: relay.username, kind: 'public' },
      { what: `the password of ${name}`, reference: relay.password, kind: 'secret' },
    ],
    configPath,
    totalMs,
  );
  return { method: relay.auth, username, password };
}
