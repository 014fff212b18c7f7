import type { Command } from 'commander';
import { Option } from 'commander';
import { usageError } from '../../errors.js';
import type { SenderFields } from '../../relay/config-change.js';
import { authMethods, providerIds, tlsModes } from '../../relay/sender.js';
import { repeated } from '../declare.js';
import { domain, ehloName, hostPattern, hostPort, network } from '../mail-words.js';
import { referenceTo } from '../relay-flags.js';
import { oneOf, plainText, platformNumber, readOption, readOptions, webAddress } from '../words.js';

/** Declares the flags that set the fields of a sender: the same for `create` and `edit`. */
export function declareFieldFlags(command: Command): void {
  command
    .option('--provider <preset>', `${providerIds.join(', ')}; see: akrelay sender presets`)
    .option('--host <host:port>', 'SMTP relay host')
    .option('--tls <mode>', `${tlsModes.join(', ')} (starttls = Use Start TLS, required)`)
    .option('--auth <method>', `SMTP auth type: ${authMethods.join(', ')}`)
    .addOption(new Option('--username <name>', 'user name, stored in the config').conflicts('usernameEnv'))
    .option('--username-env <VAR>', 'environment variable with the user name')
    .addOption(new Option('--password-env <VAR>', 'environment variable with the password').conflicts('passwordFile'))
    .addOption(new Option('--password-file <path>', 'file with the password').conflicts('passwordCommand'))
    .addOption(
      new Option('--password-command <words>', 'program and arguments that print the password').conflicts(
        'passwordEnv',
      ),
    )
    .option('--ehlo <name>', 'EHLO name of this machine')
    .option('--tls-name <name>', 'name to expect in the certificate, if it is not the host')
    .option('--webhook', 'the relay reports events by webhook (Use webhook)')
    .option('--no-webhook', 'no webhook')
    .option('--gateway <name>', 'gateway from the panel')
    .option('--webhook-url <url>', 'webhook URL from the panel')
    .option('--path-host <pattern>', "host of the relay in Received lines, '#' = digits (repeatable)", repeated)
    .option('--path-network <CIDR>', 'network of the relay in Received lines (repeatable)', repeated)
    .option('--platform-id <n>', 'id of the sender in the platform')
    .option('--account <n>', 'account that may use the sender (repeatable)', repeated);
}

/** The fields that the flags set. Throws a usage error for the first wrong word. */
export function fieldsOf(options: Readonly<Record<string, unknown>>): SenderFields {
  const fields = {
    provider: readOption(oneOf(providerIds), '--provider', options['provider']),
    host: readOption(hostPort, '--host', options['host']),
    tls: readOption(oneOf(tlsModes), '--tls', options['tls']),
    auth: readOption(oneOf(authMethods), '--auth', options['auth']),
    username: referenceTo(options, 'username'),
    password: referenceTo(options, 'password'),
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
    throw usageError('--no-webhook cannot be used with --gateway or --webhook-url.', 'Remove one of them.');
  return known(fields);
}

/** The same object without its undefined members. */
function known<Fields extends object>(fields: { [Key in keyof Fields]: Fields[Key] | undefined }): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
