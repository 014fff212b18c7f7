import { AkrelayError, usageError } from '../../errors.js';
import type { EventsSettings } from '../../relay/config.js';
import type { SecretReference } from '../../relay/sender.js';
import type { ListenEvent, ListenRequest } from '../../world/events/listen.js';
import type { World } from '../../world/world.js';
import type { CommandSpec } from '../command.js';
import { withExamples, withExitCodes, withNote } from '../declare.js';
import { filePath, readOption, variableName, type WordKind, webAddress, wholeNumber } from '../words.js';
import { besideConfig, type EventsSetup, eventsSetup, readStore, storeFlag, storeHelp, storePlace } from './setup.js';

export type { ListenEvent };

interface Options {
  readonly store: string | undefined;
  readonly secretPath: SecretReference | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly tls: ListenRequest['tls'];
  readonly forward: string | undefined;
  readonly atOnce: number;
  readonly requestMs: number;
}

export interface ListenResult {
  readonly events: AsyncIterable<readonly ListenEvent[]>;
}

export const spec: CommandSpec<Options, ListenResult> = {
  declare: (command) => {
    command
      .description(
        "Receive events from Sendsay's webhooks and Altcraft's Action Hooks, and reply 200 once each request is written to disk. Ctrl-C or SIGTERM finishes the current requests and exits.",
      )
      .option('--path-env <VAR>', 'environment variable with the secret path of the URL, 16 characters or more')
      .option('--path-file <file>', 'file with the secret path of the URL')
      .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
      .option('--port <n>', 'port to listen on (default: chosen by the system)')
      .option('--cert <file>', 'certificate chain (PEM) for HTTPS')
      .option('--key <file>', 'its private key (PEM)')
      .option(storeFlag, storeHelp)
      .option('--forward <url>', 'forward each request body unchanged; refused ones go to dead-letters.ndjson')
      .option('--at-once <n>', 'maximum number of parallel requests (default: 8)')
      .option('--timeout <seconds>', 'time limit for a whole request in seconds (default: 120)');
    withNote(command, 'Set up', [
      ['1. Create the secret path of the URL', ''],
      ['     export EVENTS_PATH=$(openssl rand -hex 24)', ''],
      ['2. Enter the URL for each event row at Sendsay, or in an Action Hook', ''],
      ['     https://<host>:<port>/<secret path>', ''],
    ]);
    withExitCodes(command, {
      0: 'stopped by Ctrl-C',
      69: 'the port is in use',
      73: 'the store cannot be written, or its folder has other files',
      75: 'another process uses the store',
    });
    withExamples(command, [
      'akrelay events listen --path-env EVENTS_PATH --port 8025',
      'akrelay events listen --path-file /etc/akrelay/path --host 0.0.0.0 --port 8443 --cert chain.pem --key key.pem',
      'akrelay events listen --path-env EVENTS_PATH --port 8025 --forward https://platform.example/hook --json',
    ]);
  },
  parse: ({ options }) => {
    const [certificate, key] = [
      readOption(filePath, '--cert', options['cert']),
      readOption(filePath, '--key', options['key']),
    ];
    if ((certificate === undefined) !== (key === undefined))
      throw usageError('--cert and --key must be used together.', 'Give both, or neither for plain HTTP.');
    return {
      store: readStore(options),
      secretPath: secretPathOf(options),
      host: readOption(listenAddress, '--host', options['host']),
      port: readOption(wholeNumber(0, 65_535), '--port', options['port']),
      tls: certificate === undefined || key === undefined ? undefined : { certificate, key },
      forward: readOption(webAddress, '--forward', options['forward']),
      atOnce: readOption(wholeNumber(1, 64), '--at-once', options['atOnce']) ?? 8,
      requestMs: (readOption(wholeNumber(1, 3_600), '--timeout', options['timeout']) ?? 120) * 1_000,
    };
  },
  run: async (options, world) => {
    const setup = await eventsSetup(world);
    const { settings } = setup;
    const host = options.host ?? settings.host ?? '127.0.0.1';
    const tls = options.tls ?? tlsOf(settings, setup.configPath);
    const secretPath = await resolvePath(options.secretPath ?? settings.secretPath, setup, world);
    if (tls === undefined && !isLoopback(host))
      world.talk.warn(
        `${host} uses plain HTTP: others on the network can read the events and the secret path of the URL. Add --cert and --key.`,
      );
    const call = { ...options, secretPath, host, tls, port: options.port ?? settings.port ?? 0 };
    const store = await storePlace(options.store, setup, world);
    if (typeof store !== 'string' && call.forward !== undefined)
      throw usageError('--forward works only with a store in files.', 'Remove it, or give a folder with --store.');
    const { repaired, events } = await (await world.events()).listen({ ...call, store, mappings: setup.mappings });
    for (const line of repaired) world.talk.warn(`${line}.`);
    return { result: { events }, exit: 'done' };
  },
};

const listenAddress: WordKind<string> = {
  accepts: 'an address of this machine',
  example: '0.0.0.0',
  read: (word) => (/^[\w.:%-]{1,253}$/.test(word) ? word : undefined),
};

function secretPathOf(options: Readonly<Record<string, unknown>>): SecretReference | undefined {
  const name = readOption(variableName, '--path-env', options['pathEnv']);
  const path = readOption(filePath, '--path-file', options['pathFile']);
  if (name !== undefined && path !== undefined)
    throw usageError('--path-env and --path-file cannot be used together.', 'Remove one of them.');
  if (name !== undefined) return { kind: 'env', name };
  return path === undefined ? undefined : { kind: 'file', path };
}

function tlsOf({ certificate, key }: EventsSettings, configPath: string | undefined): ListenRequest['tls'] {
  const files = { certificate: besideConfig(certificate, configPath), key: besideConfig(key, configPath) };
  if (files.certificate === undefined && files.key === undefined) return undefined;
  if (files.certificate !== undefined && files.key !== undefined)
    return { certificate: files.certificate, key: files.key };
  throw new AkrelayError('config', {
    message: `events.${files.key === undefined ? 'key' : 'certificate'} is missing: certificate and key must be used together.`,
    hint: 'Set both in the config, or neither for plain HTTP.',
  });
}

const howToMake = 'Create one: export EVENTS_PATH=$(openssl rand -hex 24), then add --path-env EVENTS_PATH';

/** A flag's file starts at the working folder, one of the config at the folder of the config. Throws `usage` or `config`. */
async function resolvePath(
  reference: SecretReference | undefined,
  { settings, configPath }: EventsSetup,
  world: World,
): Promise<string> {
  if (reference === undefined) throw usageError('The webhook has no secret path.', howToMake);
  const base = reference === settings.secretPath ? (configPath ?? '') : `${world.cwd}/.`;
  const hint =
    reference.kind === 'env'
      ? `Create one: export ${reference.name}=$(openssl rand -hex 24)`
      : 'Write it into the file.';
  const request = { what: 'the secret path of the webhook', reference, kind: 'secret' as const, hint };
  const [value = ''] = await world.secrets.resolve([request], base);
  if (/^[A-Za-z0-9_-]{16,200}$/.test(value)) return value;
  throw new AkrelayError('config', {
    message: 'The secret path of the webhook must be 16 to 200 Latin letters, digits, "_" and "-".',
    hint: howToMake,
  });
}

function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/i.test(host);
}
