import { usageError } from '../errors.js';
import { budgetsWithin } from '../relay/budgets.js';
import type { CheckChange } from '../relay/check-changes.js';
import { type MatrixCell, mailPorts } from '../relay/check-matrix.js';
import type { CheckSnapshot, SenderSnapshot } from '../relay/check-snapshot.js';
import { type CheckStep, worstOf } from '../relay/check-step.js';
import { formatHostPort } from '../relay/host-port.js';
import { domainOf } from '../relay/mailbox.js';
import type { RelaySender } from '../relay/sender.js';
import type { World } from '../world/world.js';
import { configStep } from './check/config-step.js';
import { dnsSteps } from './check/dns.js';
import { lookAt } from './check/look.js';
import { matrixOf } from './check/matrix.js';
import { negativeSteps } from './check/negative.js';
import { type Comparison, compare, openSnapshot, snapshotOf, snapshotText } from './check/snapshot.js';
import { webhookSteps } from './check/webhook.js';
import { dkimSelector, mustHaveEffect, nameServer, portsOf } from './check/words.js';
import type { CommandSpec, RawWords } from './command.js';
import { withExamples, withExitCodes } from './declare.js';
import { findSender } from './find.js';
import { party } from './mail-words.js';
import { openConfig } from './open-config.js';
import {
  adHocSender,
  asRelayPlace,
  declareAdHocFlags,
  declareSessionFlags,
  mustNameNoRelay,
  type SessionFlags,
  sessionFlagsOf,
} from './relay-flags.js';
import type { AccessOptions } from './send/access.js';
import { filePath, readOption, readWord, senderName, wholeNumber } from './words.js';

export interface CheckedSender {
  readonly sender: string;
  readonly relay: string;
  readonly verdict: 'pass' | 'warn' | 'fail';
  readonly steps: readonly CheckStep[];
  /** What is not as `--compare`'s file has it. */
  readonly changes: readonly CheckChange[];
  /** What `--matrix` tried. */
  readonly matrix: readonly MatrixCell[];
}

interface Checked {
  readonly checked: CheckedSender;
  readonly snapshot: SenderSnapshot;
}

export interface CheckResult {
  readonly senders: readonly CheckedSender[];
  /** The file of `--save`, as it was given. */
  readonly saved: string | undefined;
}

interface CheckOptions {
  /** Names of senders; with `relays` empty too: all. */
  readonly senders: readonly string[];
  /** Relays that no config knows. */
  readonly relays: readonly RelaySender[];
  readonly ca: string | undefined;
  readonly session: SessionFlags;
  /** A certificate that ends within so many days is a failure; undefined: within two weeks a remark. */
  readonly minDays: number | undefined;
  readonly totalMs: number | undefined;
  readonly negative: 'prove' | 'leave';
  /** Files. */
  readonly save: string | undefined;
  readonly compare: string | undefined;
  readonly dns: 'ask' | 'leave';
  readonly webhook: 'ask' | 'leave';
  readonly from: string | undefined;
  readonly selector: string | undefined;
  /** `address:port` of a name server. */
  readonly resolver: string | undefined;
  /** Of the matrix; undefined: no matrix. */
  readonly ports: readonly number[] | undefined;
}

export const spec: CommandSpec<CheckOptions, CheckResult> = {
  declare: (command) => {
    command
      .description(
        'Test a relay step by step without sending mail: settings, DNS, TCP, greeting, EHLO, TLS, certificate, login.',
      )
      .argument('[sender...]', 'names of senders, or relays as host:port (default: all senders)')
      .option('--ca <file>', 'also trust this certificate authority (PEM)')
      .option(
        '--negative',
        'check that AUTH before TLS, a wrong password (one attempt) and relaying without a login all fail',
      )
      .option('--dns', 'check SPF, DKIM and DMARC of the From domain for this relay')
      .option('--from <address>', 'sender address for --dns and --negative (default: test.from of the config)')
      .option('--selector <name>', 'DKIM selector; for Sendsay: <login>.<number>')
      .option('--resolver <address:port>', "name server for --dns (default: the system's)")
      .option('--webhook', 'check that the webhook URL answers over TLS without a redirect; no event is sent')
      .option('--min-days <n>', 'fail if the certificate expires within n days')
      .option('--matrix', 'try every address, port and TLS mode without logging in')
      .option('--ports <list>', `ports for --matrix (default: ${mailPorts.join(',')})`)
      .option('--save <file>', 'save the results for a later --compare')
      .option('--compare <file>', 'show what changed since this file was saved; fail if STARTTLS is gone')
      .option('--timeout <seconds>', 'time limit per relay in seconds, 1 to 600 (default: 60)');
    withExitCodes(command, { 0: 'ready to send', 1: 'a step failed' });
    declareAdHocFlags(command);
    declareSessionFlags(command);
    withExamples(command, [
      'akrelay check',
      'akrelay check sendsay-main --negative',
      'akrelay check sendsay-main --matrix',
      'akrelay check sendsay-main --webhook',
      'akrelay check --dns --from news@example.com --selector shop.1',
      'akrelay check --save relays.json',
      'akrelay check --compare relays.json --save relays.json',
      'akrelay check --json | jq .senders[].verdict',
      'akrelay check smtp.example.com:587 --ehlo mail.example.com',
      'akrelay check --min-days 21',
    ]);
  },
  parse: ({ args: [words], options }) => {
    const seconds = readOption(wholeNumber(1, 600), '--timeout', options['timeout']);
    mustHaveEffect(options);
    return {
      ...chosenBy(Array.isArray(words) ? words : [], options),
      session: sessionFlagsOf(options),
      minDays: readOption(wholeNumber(0, 3650), '--min-days', options['minDays']),
      ca: readOption(filePath, '--ca', options['ca']),
      totalMs: seconds === undefined ? undefined : seconds * 1000,
      save: readOption(filePath, '--save', options['save']),
      compare: readOption(filePath, '--compare', options['compare']),
      dns: options['dns'] === true ? 'ask' : 'leave',
      webhook: options['webhook'] === true ? 'ask' : 'leave',
      from: readOption(party, '--from', options['from'])?.address,
      selector: readOption(dkimSelector, '--selector', options['selector']),
      resolver: readOption(nameServer, '--resolver', options['resolver']),
      ports: portsOf(options),
      negative: options['negative'] === true ? 'prove' : 'leave',
    };
  },
  run: async (options, world) => {
    const { senders: chosen, from, configPath } = await chosenSenders(options, world);
    const before =
      options.compare === undefined ? undefined : await openSnapshot(options.compare, options.totalMs, world.files);
    if (options.save !== undefined) await world.files.expectPlace(options.save);
    const call = { ...options, configPath, before, from: options.from ?? from };
    const looks: Checked[] = [];
    for (const sender of chosen) looks.push(await checkSender(sender, call, world));
    const senders = looks.map(({ checked }) => checked);
    if (options.save !== undefined) {
      const text = snapshotText(
        looks.map(({ snapshot }) => snapshot),
        world.clock.now(),
      );
      await world.files.write(options.save, text, 'private');
    }
    return {
      result: { senders, saved: options.save },
      exit: senders.some(({ verdict }) => verdict === 'fail') ? 'no' : 'done',
    };
  },
};

/** A word with a port is a relay, any other the name of a sender. */
function chosenBy(words: readonly string[], options: RawWords['options']): Pick<CheckOptions, 'senders' | 'relays'> {
  const places = words.flatMap((word) => asRelayPlace(word) ?? []);
  if (places.length === 0) mustNameNoRelay(options, 'Give the relay as host:port, or remove the flag.');
  return {
    relays: places.map((place) => adHocSender(place, options)),
    senders: words
      .filter((word) => asRelayPlace(word) === undefined)
      .map((word) => readWord(senderName, '[sender…]', word)),
  };
}

interface Chosen {
  readonly senders: readonly RelaySender[];
  /** `test.from` of the config. */
  readonly from: string | undefined;
  readonly configPath: string;
}

/** The config is read only where a sender of it is meant. */
async function chosenSenders({ senders: names, relays }: CheckOptions, world: World): Promise<Chosen> {
  if (names.length === 0 && relays.length > 0) return { senders: relays, from: undefined, configPath: '' };
  const { senders, test } = await openConfig(world);
  const named = names.length === 0 ? senders : names.map((name) => findSender(senders, name));
  if (named.length === 0) throw usageError('The config has no senders.', 'Create one with: akrelay sender create');
  return { senders: [...named, ...relays], from: test.from, configPath: (await world.config.find()) ?? '' };
}

interface Call extends CheckOptions, AccessOptions {
  readonly before: CheckSnapshot | undefined;
}

async function checkSender(sender: RelaySender, call: Call, world: World): Promise<Checked> {
  world.talk.progress(`Checking ${sender.name} …`);
  const looked = await stepsOf(sender, call, world).finally(() => world.talk.progress(undefined));
  const steps = [configStep(sender), ...looked.steps];
  const { changes, snapshot, matrix } = looked;
  const relay = formatHostPort(sender.relay);
  return { checked: { sender: sender.name, relay, verdict: worstOf(steps), steps, changes, matrix }, snapshot };
}

interface Looked extends Comparison {
  readonly snapshot: SenderSnapshot;
  readonly matrix: readonly MatrixCell[];
}

async function stepsOf(sender: RelaySender, call: Call, world: World): Promise<Looked> {
  const look = await lookAt(sender, call, world);
  const snapshot = snapshotOf(sender, look.seen);
  const compared = call.before === undefined ? { steps: [], changes: [] } : compare(call.before, snapshot);
  const negative = call.negative === 'prove' ? await negativeSteps(sender.relay, look, call.from, world) : [];
  const mail = { domain: call.from === undefined ? undefined : domainOf(call.from), selector: call.selector };
  const records =
    call.dns === 'ask'
      ? await dnsSteps(sender, mail, await world.dns(call.resolver, budgetsWithin(call.totalMs).totalMs))
      : [];
  const webhook =
    call.webhook === 'ask'
      ? await webhookSteps(sender, { caPem: look.access.caPem, totalMs: call.totalMs }, world)
      : [];
  const matrix = call.ports === undefined ? [] : await matrixOf(look, call.ports, world);
  return {
    steps: [...look.steps, ...negative, ...records, ...webhook, ...compared.steps],
    changes: compared.changes,
    snapshot,
    matrix,
  };
}
