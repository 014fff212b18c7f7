import type { Command } from 'commander';
import { Option } from 'commander';
import { usageError } from '../../errors.js';
import type { SenderFields } from '../../relay/config-change.js';
import { authMethods, providerIds, type SecretReference, tlsModes } from '../../relay/sender.js';
import { commandLine } from '../command-line.js';
import { repeated } from '../declare.js';
import { domain, ehloName, hostPattern, hostPort, network } from '../mail-words.js';
import {
  filePath,
  oneOf,
  plainText,
  platformNumber,
  readOption,
  readOptions,
  readWord,
  variableName,
  webAddress,
} from '../words.js';

/** Declares the flags that set the fields of a sender: the same for `create` and `edit`. */
export function declareFieldFlags(command: Command): void {
  command
    .option('--provider <preset>', `${providerIds.join(', ')}; see: akrelay sender presets`)
    .option('--host <host:port>', 'SMTP relay host')
    .option('--tls <mode>', `${tlsModes.join(', ')} (starttls = Use Start TLS, and required)`)
    .option('--auth <method>', `SMTP auth type: ${authMethods.join(', ')}`)
    .addOption(new Option('--username <name>', 'user name, written into the file').conflicts('usernameEnv'))
    .option('--username-env <VAR>', 'environment variable that holds the user name')
    .addOption(
      new Option('--password-env <VAR>', 'environment variable that holds the password').conflicts('passwordFile'),
    )
    .addOption(new Option('--password-file <path>', 'file that holds the password').conflicts('passwordCommand'))
    .addOption(
      new Option('--password-command <words>', 'program that prints the password, with its arguments').conflicts(
        'passwordEnv',
      ),
    )
    .option('--ehlo <name>', 'what this machine calls itself in EHLO')
    .option('--tls-name <name>', 'the name that the certificate must be for, where it is not the host')
    .option('--webhook', 'Use webhook: the relay reports events to the platform')
    .option('--no-webhook', 'no webhook')
    .option('--gateway <name>', 'gateway chosen in the panel')
    .option('--webhook-url <url>', 'URL that the panel shows for the gateway')
    .option('--path-host <pattern>', "host name of the relay in Received lines, '#' = digits (repeatable)", repeated)
    .option('--path-network <CIDR>', 'network of the relay in Received lines (repeatable)', repeated)
    .option('--platform-id <n>', 'id of the sender on the platform')
    .option('--account <n>', 'account that may use the sender (repeatable)', repeated);
}

/** The fields that the flags set. Throws a usage error for the first wrong word. */
export function fieldsOf(options: Readonly<Record<string, unknown>>): SenderFields {
  const fields = {
    provider: readOption(oneOf(providerIds), '--provider', options['provider']),
    host: readOption(hostPort, '--host', options['host']),
    tls: readOption(oneOf(tlsModes), '--tls', options['tls']),
    auth: readOption(oneOf(authMethods), '--auth', options['auth']),
    username: usernameOf(options),
    password: passwordOf(options),
    ehlo: readOption(ehloName, '--ehlo', options['ehlo']),
    tlsName: readOption(domain, '--tls-name', options['tlsName']),
    webhookEnabled: options['webhook'] as boolean | undefined,
    gateway: readOption(plainText, '--gateway', options['gateway']),
    webhookUrl: readOption(webAddress, '--webhook-url', options['webhookUrl']),
    pathHosts: readOptions(hostPattern, '--path-host', options['pathHost']),
    pathNetworks: readOptions(network, '--path-network', options['pathNetwork']),
    platformId: readOption(platformNumber, '--platform-id', options['platformId']),
    accounts: readOptions(platformNumber, '--account', options['account']),
  };
  if (fields.webhookEnabled === false && (fields.gateway ?? fields.webhookUrl) !== undefined)
    throw usageError('--no-webhook contradicts --gateway and --webhook-url.', 'Leave one of them out.');
  return known(fields);
}

function usernameOf(options: Readonly<Record<string, unknown>>): SecretReference | undefined {
  const { username, usernameEnv } = options;
  if (typeof username === 'string') return { kind: 'literal', value: readWord(plainText, '--username', username) };
  const name = readOption(variableName, '--username-env', usernameEnv);
  return name === undefined ? undefined : { kind: 'env', name };
}

function passwordOf(options: Readonly<Record<string, unknown>>): SecretReference | undefined {
  const name = readOption(variableName, '--password-env', options['passwordEnv']);
  if (name !== undefined) return { kind: 'env', name };
  const argv = readOption(commandLine, '--password-command', options['passwordCommand']);
  if (argv !== undefined) return { kind: 'command', argv };
  const path = readOption(filePath, '--password-file', options['passwordFile']);
  return path === undefined ? undefined : { kind: 'file', path };
}

/** The same object without its undefined members. */
function known<Fields extends object>(fields: { [Key in keyof Fields]: Fields[Key] | undefined }): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
