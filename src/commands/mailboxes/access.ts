import { usageError } from '../../errors.js';
import type { Config } from '../../relay/config.js';
import { formatHostPort } from '../../relay/host-port.js';
import type { MailboxSettings } from '../../relay/mailbox-settings.js';
import type { MailboxAccess, ServerLogin } from '../../world/mailboxes/mailboxes.js';
import type { World } from '../../world/world.js';
import { chooseMailbox } from '../ask-names.js';
import { besideConfig } from '../events/setup.js';
import { openConfig } from '../open-config.js';
import type { MailboxFlags } from './flags.js';

export interface NamedAccess {
  /** As the config or the command line calls it. */
  readonly name: string;
  readonly access: MailboxAccess;
}

/** The mailbox that is meant, its secrets resolved. Throws `usage`, and `config` with every secret that is missing. */
export async function mailboxAccess(flags: MailboxFlags, world: World): Promise<NamedAccess> {
  return openMailbox(flags.settings ?? (await chosenMailbox(flags, await openConfig(world), world)), flags, world);
}

/** Which one is meant, before anything is asked about it. Throws `usage`. */
export async function chosenMailbox(
  { settings, name }: MailboxFlags,
  config: Config,
  { prompts }: World,
): Promise<MailboxSettings> {
  return settings ?? (await chooseMailbox(name, config, prompts, '--mailbox <name>')).item;
}

/** Resolves the secrets of a chosen mailbox. Throws `config` with every secret that is missing. */
export async function openMailbox(settings: MailboxSettings, flags: MailboxFlags, world: World): Promise<NamedAccess> {
  const configPath = flags.settings === undefined ? ((await world.config.find()) ?? '') : '';
  return { name: settings.name, access: await accessTo(settings, flags, configPath, world) };
}

/** The same for one whose settings are known; relative paths of the config start at its folder. */
export async function accessTo(
  settings: MailboxSettings,
  flags: Pick<MailboxFlags, 'folders' | 'ca' | 'tlsName'>,
  configPath: string,
  world: World,
): Promise<MailboxAccess> {
  const beside = (path: string): string => besideConfig(path, configPath) ?? path;
  const { type } = settings;
  if (flags.folders !== undefined && (type === 'mbox' || type === 'mailpit'))
    throw usageError(`${settings.name} has no folders, so --folder has no effect.`, 'Remove --folder.');
  if (type === 'mbox') return { type, path: beside(settings.path) };
  if (type === 'maildir') return { type, path: beside(settings.path), folders: flags.folders ?? settings.folders };
  const ca = flags.ca ?? (settings.ca === undefined ? undefined : beside(settings.ca));
  const caPem = ca === undefined ? undefined : Buffer.from(await world.files.read(ca)).toString('latin1');
  const trust = { tlsName: flags.tlsName ?? settings.tlsName, caPem };
  if (type === 'mailpit') {
    const asksForLogin = (settings.username ?? settings.password) !== undefined;
    const login = asksForLogin ? await loginOf(settings, configPath, world) : undefined;
    return { type, url: settings.url, login, ...trust };
  }
  const login = await loginOf(settings, configPath, world);
  const { host, port, tls, auth } = settings;
  if (tls === 'none')
    world.talk.warn(
      `${settings.name} has tls: none, so user name and password go to ${formatHostPort({ host, port })} in clear text.`,
    );
  return { type, host, port, tls, auth, login, folders: flags.folders ?? settings.folders, ...trust };
}

async function loginOf(
  settings: Extract<MailboxSettings, { type: 'imap' | 'mailpit' }>,
  configPath: string,
  { secrets }: World,
): Promise<ServerLogin> {
  const { name, username: user, password: pass } = settings;
  const what = settings.type === 'imap' && settings.auth === 'xoauth2' ? 'access token' : 'password';
  const change =
    configPath === ''
      ? 'use other variables: --username-env <VAR> --password-env <VAR>'
      : 'change it under mailboxes in the config: akrelay help mailboxes';
  const hint = `Set what is missing, or ${change}`;
  const [username = '', password = ''] = await secrets.resolve(
    [
      { what: `the user name of mailbox ${name}`, reference: user, kind: 'public', hint },
      { what: `the ${what} of mailbox ${name}`, reference: pass, kind: 'secret', hint },
    ],
    configPath,
  );
  return { username, password };
}
