import type { Command } from 'commander';
import { usageError } from '../../errors.js';
import { parseHostPort } from '../../relay/host-port.js';
import { imapPort, type MailboxSettings, mailboxAuthMethods } from '../../relay/mailbox-settings.js';
import { tlsModes } from '../../relay/sender.js';
import type { RawWords } from '../command.js';
import { repeated } from '../declare.js';
import { domain, hostPort } from '../mail-words.js';
import { referenceTo } from '../relay-flags.js';
import { filePath, oneOf, plainText, readOption, readOptions, senderName, webAddress, wholeNumber } from '../words.js';

/** Which mailbox, and how it is reached in this call. */
export interface MailboxFlags {
  /** Of the config; undefined: the only one, or a person is asked. */
  readonly name: string | undefined;
  /** One that no config knows. */
  readonly settings: MailboxSettings | undefined;
  /** In the place of those of the config. */
  readonly folders: readonly string[] | undefined;
  readonly ca: string | undefined;
  readonly tlsName: string | undefined;
  /** For each thing that is asked of it. */
  readonly timeoutMs: number;
}

const usualTimeoutMs = 60_000;
const kinds = ['imap', 'maildir', 'mbox', 'mailpit'] as const;
const ofServers = ['tls', 'auth', 'username', 'usernameEnv', 'passwordEnv', 'passwordFile'] as const;

export function declareMailboxFlags(command: Command): void {
  command
    .option('--mailbox <name>', 'mailbox of the config (default: the only one)')
    .option('--folder <name>', 'search only this folder (repeatable; default: the inbox and Junk)', repeated)
    .option('--imap <host:port>', 'use an IMAP server that is not in the config')
    .option('--maildir <folder>', 'use a Maildir that is not in the config')
    .option('--mbox <file>', 'use an mbox file that is not in the config')
    .option('--mailpit <url>', 'use a Mailpit that is not in the config')
    .option('--tls <mode>', `with --imap: ${tlsModes.join(', ')} (default: implicit, or starttls on port 143)`)
    .option('--auth <method>', `with --imap: ${mailboxAuthMethods.join(', ')} (default: password)`)
    .option('--username <name>', 'with --imap or --mailpit: user name')
    .option('--username-env <VAR>', 'environment variable with the user name')
    .option('--password-env <VAR>', 'environment variable with the password or access token')
    .option('--password-file <path>', 'file with the password')
    .option('--tls-name <name>', 'name to expect in the certificate (default: the host)')
    .option('--ca <file>', 'also trust this certificate authority (PEM)')
    .option('--timeout <seconds>', 'time limit in seconds for each step with the mailbox, 1 to 600 (default: 60)');
}

/** Reads them. Throws a usage error for the first wrong word, and for words that contradict each other. */
export function mailboxFlagsOf(options: RawWords['options']): MailboxFlags {
  const name = readOption(senderName, '--mailbox', options['mailbox']);
  const given = kinds.filter((kind) => options[kind] !== undefined);
  const [kind, second] = given;
  if (kind !== undefined && (name !== undefined || second !== undefined))
    throw usageError(`--${kind} and --${second ?? 'mailbox'} cannot be used together.`, 'Remove one of them.');
  const seconds = readOption(wholeNumber(1, 600), '--timeout', options['timeout']);
  const folders = readOptions(plainText, '--folder', options['folder']);
  return {
    name,
    settings: kind === undefined ? noServerFlags(options) : settingsOf(kind, options),
    folders,
    ca: readOption(filePath, '--ca', options['ca']),
    tlsName: readOption(domain, '--tls-name', options['tlsName']),
    timeoutMs: seconds === undefined ? usualTimeoutMs : seconds * 1000,
  };
}

function noServerFlags(options: RawWords['options']): undefined {
  const flag = ofServers.find((name) => options[name] !== undefined);
  if (flag === undefined) return undefined;
  const word = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw usageError(
    `${word} cannot be used with a mailbox from the config.`,
    'Add --imap or --mailpit, or change the mailbox in the config.',
  );
}

function settingsOf(kind: (typeof kinds)[number], options: RawWords['options']): MailboxSettings {
  const server = {
    username: referenceTo(options, 'username'),
    password: referenceTo(options, 'password'),
    tlsName: undefined,
    ca: undefined,
  };
  if (kind === 'imap') return imapOf(options, server);
  const path = readOption(filePath, `--${kind}`, options[kind === 'mailpit' ? '' : kind]) ?? '';
  if (kind === 'maildir') return { name: path, type: 'maildir', path, folders: undefined };
  if (kind === 'mbox') return { name: path, type: 'mbox', path };
  const url = readOption(webAddress, '--mailpit', options['mailpit']) ?? '';
  return { name: url, type: 'mailpit', url, ...server };
}

function imapOf(
  options: RawWords['options'],
  server: Pick<Extract<MailboxSettings, { type: 'imap' }>, 'username' | 'password' | 'tlsName' | 'ca'>,
): MailboxSettings {
  const place = readOption(hostPort, '--imap', options['imap']) ?? '';
  const { host = '', port } = parseHostPort(place) ?? {};
  const tls = readOption(oneOf(tlsModes), '--tls', options['tls']) ?? (port === 143 ? 'starttls' : 'implicit');
  const auth = readOption(oneOf(mailboxAuthMethods), '--auth', options['auth']) ?? 'password';
  return { name: place, type: 'imap', host, port: port ?? imapPort(tls), tls, auth, folders: undefined, ...server };
}
