import { usageError } from '../errors.js';
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
import type { CommandSpec } from './command.js';
import { withExamples, withExitCodes } from './declare.js';
import { findSender } from './find.js';
import { party } from './mail-words.js';
import { openConfig } from './open-config.js';
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
  /** Empty: all. */
  readonly senders: readonly string[];
  readonly ca: string | undefined;
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

export const check: CommandSpec<CheckOptions, CheckResult> = {
  declare: (command) => {
    command
      .description(
        'Look at the relay step by step: settings, DNS, TCP, greeting, EHLO, TLS, certificate, login. Nothing is sent.',
      )
      .argument('[sender...]', 'names of senders; all of them when left out')
      .option('--ca <file>', 'trust this certificate authority (PEM) too')
      .option(
        '--negative',
        'prove what must not work: AUTH before TLS, a wrong password (tried once), relaying without a login',
      )
      .option('--dns', 'look at SPF, DKIM and DMARC of the From domain, for this relay')
      .option('--from <address>', 'sender address, for --dns and --negative (test.from of the config)')
      .option('--selector <name>', 'DKIM selector; at Sendsay <login>.<number>')
      .option('--resolver <address:port>', 'name server for --dns; the system’s when left out')
      .option('--webhook', 'see that the webhook URL answers, with TLS and without a redirect; no event is sent')
      .option('--matrix', 'try every address, port and TLS mode, without a login')
      .option('--ports <list>', `ports of the matrix (${mailPorts.join(',')})`)
      .option('--save <file>', 'keep what was seen, for a later --compare')
      .option('--compare <file>', 'say what changed since that file was saved; lost STARTTLS is an alarm')
      .option('--timeout <seconds>', 'give up on a relay after so long, 1 to 600 (60)');
    withExitCodes(command, '0 mail can go out, 1 a step failed');
    withExamples(command, [
      'akrelay check',
      'akrelay check sendsay-main --negative',
      'akrelay check sendsay-main --matrix',
      'akrelay check sendsay-main --webhook',
      'akrelay check --dns --from news@example.com --selector shop.1',
      'akrelay check --save relays.json',
      'akrelay check --compare relays.json --save relays.json',
      'akrelay check --json | jq .senders[].verdict',
    ]);
  },
  parse: ({ args: [names], options }) => {
    const seconds = readOption(wholeNumber(1, 600), '--timeout', options['timeout']);
    mustHaveEffect(options);
    return {
      senders: Array.isArray(names) ? names.map((name) => readWord(senderName, '[sender…]', name)) : [],
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
    const config = await openConfig(world);
    const { senders: names } = options;
    const chosen = names.length === 0 ? config.senders : names.map((name) => findSender(config.senders, name));
    if (chosen.length === 0)
      throw usageError('The config has no sender yet.', 'Create one with: akrelay sender create');
    const configPath = (await world.config.find()) ?? '';
    const before = options.compare === undefined ? undefined : await openSnapshot(options.compare, world.files);
    if (options.save !== undefined) await world.files.expectPlace(options.save);
    const call = { ...options, configPath, before, from: options.from ?? config.test.from };
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
  const records = call.dns === 'ask' ? await dnsSteps(sender, mail, await world.dns(call.resolver)) : [];
  const webhook = call.webhook === 'ask' ? await webhookSteps(sender, call, world) : [];
  const matrix = call.ports === undefined ? [] : await matrixOf(look, call.ports, world);
  return {
    steps: [...look.steps, ...negative, ...records, ...webhook, ...compared.steps],
    changes: compared.changes,
    snapshot,
    matrix,
  };
}
