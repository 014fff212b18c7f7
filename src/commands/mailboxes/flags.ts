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
    .option('--mailbox <name>', 'mailbox of the config; the only one when left out')
    .option('--folder <name>', 'look into this folder only (repeatable); the inbox and Junk when left out', repeated)
    .option('--imap <host:port>', 'an IMAP server that is in no config')
    .option('--maildir <folder>', 'a Maildir that is in no config')
    .option('--mbox <file>', 'an mbox file that is in no config')
    .option('--mailpit <url>', 'a Mailpit that is in no config')
    .option('--tls <mode>', `with --imap: ${tlsModes.join(', ')} (implicit; starttls on port 143)`)
    .option('--auth <method>', `with --imap: ${mailboxAuthMethods.join(', ')} (password)`)
    .option('--username <name>', 'with --imap or --mailpit: user name')
    .option('--username-env <VAR>', 'environment variable that holds it')
    .option('--password-env <VAR>', 'environment variable that holds the password, or the access token')
    .option('--password-file <path>', 'file that holds it')
    .option('--tls-name <name>', 'the name that the certificate must be for; the host when left out')
    .option('--ca <file>', 'trust this certificate authority (PEM) too')
    .option('--timeout <seconds>', 'time limit in seconds for each step with the mailbox, 1 to 600 (default: 60)');
}

/** Reads them. Throws a usage error for the first wrong word, and for words that contradict each other. */
export function mailboxFlagsOf(options: RawWords['options']): MailboxFlags {
  const name = readOption(senderName, '--mailbox', options['mailbox']);
  const given = kinds.filter((kind) => options[kind] !== undefined);
  const [kind, second] = given;
  if (kind !== undefined && (name !== undefined || second !== undefined))
    throw usageError(`--${kind} and --${second ?? 'mailbox'} each name a mailbox.`, 'Leave one of the two out.');
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
    `${word} is for a mailbox that is in no config; one of the config has its own.`,
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
