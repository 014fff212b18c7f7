import type { Command } from 'commander';
import { usageError } from '../errors.js';
import { formatHostPort, parseHostPort } from '../relay/host-port.js';
import { type AuthMethod, authMethods, type RelaySender, type SecretReference, tlsModes } from '../relay/sender.js';
import type { RawWords } from './command.js';
import { commandLine } from './command-line.js';
import { domain, ehloName, hostPort, ipAddress } from './mail-words.js';
import { filePath, oneOf, plainText, readOption, readWord, variableName } from './words.js';

/** How a session differs from what the config says, for this call. */
export interface SessionFlags {
  readonly ehlo: string | undefined;
  readonly tlsName: string | undefined;
  /** Relative to the working folder. */
  readonly clientCertificate: { readonly cert: string; readonly key: string | undefined } | undefined;
  readonly family: 4 | 6 | undefined;
  readonly sourceAddress: string | undefined;
}

/** Declares what `check` and `send` say about the session. */
export function declareSessionFlags(command: Command): void {
  command
    .option('--ehlo <name>', 'EHLO name of this machine (default: its full host name or its address)')
    .option('--tls-name <name>', 'name to expect in the certificate (default: the host)')
    .option('--client-cert <file>', 'client certificate (PEM), for a relay that requires one')
    .option('--client-key <file>', 'its private key (PEM), if not in the --client-cert file')
    .option('-4, --ipv4', 'use only IPv4 addresses of the relay')
    .option('-6, --ipv6', 'use only IPv6 addresses of the relay')
    .option('--source-address <address>', 'connect from this local address');
}

/** Reads them. Throws a usage error for the first wrong word, and for words that contradict each other. */
export function sessionFlagsOf(options: RawWords['options']): SessionFlags {
  const sourceAddress = readOption(ipAddress, '--source-address', options['sourceAddress']);
  const family = familyOf(options);
  if (family !== undefined && sourceAddress !== undefined && (family === 6) !== sourceAddress.includes(':'))
    throw usageError(
      `--source-address ${sourceAddress} is not an IPv${family} address.`,
      'Remove one of the two flags.',
    );
  return {
    ehlo: readOption(ehloName, '--ehlo', options['ehlo']),
    tlsName: readOption(domain, '--tls-name', options['tlsName']),
    clientCertificate: certificateOf(options),
    family,
    sourceAddress,
  };
}

function familyOf({ ipv4, ipv6 }: RawWords['options']): 4 | 6 | undefined {
  if (ipv4 === true && ipv6 === true) throw usageError('-4 and -6 cannot be used together.', 'Remove one of them.');
  if (ipv4 === true) return 4;
  return ipv6 === true ? 6 : undefined;
}

function certificateOf(options: RawWords['options']): SessionFlags['clientCertificate'] {
  const cert = readOption(filePath, '--client-cert', options['clientCert']);
  const key = readOption(filePath, '--client-key', options['clientKey']);
  if (cert !== undefined) return { cert, key };
  if (key === undefined) return undefined;
  throw usageError('--client-key has no effect without --client-cert.', 'Add --client-cert.');
}

/** Flags that say how to get into a relay that no config knows. */
const adHocFlags = ['tls', 'auth', 'username', 'usernameEnv', 'passwordEnv', 'passwordFile'] as const;

/** Declares them; `host` is the flag, or the argument, that names the relay. */
export function declareAdHocFlags(command: Command): void {
  command
    .option(
      '--tls <mode>',
      `${tlsModes.join(', ')} (default: implicit on port 465, else starttls); only for host:port relays`,
    )
    .option(
      '--auth <method>',
      `${authMethods.join(', ')} (default: login if there is a user name); only for host:port relays`,
    )
    .option('--username <name>', 'user name; only for host:port relays')
    .option('--username-env <VAR>', 'environment variable with the user name; only for host:port relays')
    .option('--password-env <VAR>', 'environment variable with the password or access token; only for host:port relays')
    .option('--password-file <path>', 'file with the password; only for host:port relays');
}

/** A relay by its `host:port`, which no config knows, as a sender. */
export function adHocSender(place: string, options: RawWords['options']): RelaySender {
  const { host = '', port } = parseHostPort(place) ?? {};
  const tls = readOption(oneOf(tlsModes), '--tls', options['tls']) ?? (port === 465 ? 'implicit' : 'starttls');
  const username = referenceTo(options, 'username');
  const password = referenceTo(options, 'password');
  const auth = readOption(oneOf(authMethods), '--auth', options['auth']) ?? usualAuth(username ?? password);
  if (auth === 'none' && (username ?? password) !== undefined)
    throw usageError(
      '--auth none cannot be used with a user name or password.',
      'Remove them, or choose another --auth.',
    );
  const relay = {
    host,
    port: port ?? (tls === 'implicit' ? 465 : 587),
    tls,
    auth,
    username,
    password,
    acknowledge: [],
  };
  return {
    name: formatHostPort(relay),
    type: 'akmta',
    provider: 'custom',
    relay,
    webhook: { enabled: false, gateway: undefined, url: undefined },
    path: undefined,
    platform: { id: undefined, accounts: [] },
  };
}

function usualAuth(credentials: SecretReference | undefined): AuthMethod {
  return credentials === undefined ? 'none' : 'login';
}

/** Throws a usage error when a flag for an unknown relay is next to a known one. */
export function mustNameNoRelay(options: RawWords['options'], instead: string): void {
  const flag = adHocFlags.find((name) => options[name] !== undefined);
  if (flag === undefined) return;
  const word = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw usageError(`${word} cannot be used with a sender from the config.`, instead);
}

/** `host:port` of a relay; a name without a port is that of a sender. */
export function asRelayPlace(word: string): string | undefined {
  return parseHostPort(word)?.port === undefined ? undefined : hostPort.read(word);
}

/** The words of `--host`. */
export function readPlace(options: RawWords['options']): string | undefined {
  return readOption(hostPort, '--host', options['host']);
}

/** Where the flags say that a user name or password comes from. Throws a usage error when they say it twice. */
export function referenceTo(options: RawWords['options'], what: 'username' | 'password'): SecretReference | undefined {
  const literal = what === 'username' ? options['username'] : undefined;
  const given = [literal, ...['Env', 'File', 'Command'].map((from) => options[`${what}${from}`])].filter(
    (word) => word !== undefined,
  );
  if (given.length > 1) throw usageError(`The ${what} is given twice.`, 'Remove one of them.');
  if (typeof literal === 'string') return { kind: 'literal', value: readWord(plainText, '--username', literal) };
  const name = readOption(variableName, `--${what}-env`, options[`${what}Env`]);
  if (name !== undefined) return { kind: 'env', name };
  const argv = readOption(commandLine, `--${what}-command`, options[`${what}Command`]);
  if (argv !== undefined) return { kind: 'command', argv };
  const path = readOption(filePath, `--${what}-file`, options[`${what}File`]);
  return path === undefined ? undefined : { kind: 'file', path };
}
