import { usageError } from '../errors.js';
import type { CheckChange } from '../relay/check-changes.js';
import { type MatrixCell, mailPorts } from '../relay/check-matrix.js';
import type { CheckSnapshot, SenderSnapshot } from '../relay/check-snapshot.js';
import { type CheckStep, worstOf } from '../relay/check-step.js';
import { formatHostPort } from '../relay/host-port.js';
import type { RelaySender } from '../relay/sender.js';
import type { World } from '../world/world.js';
import { configStep } from './check/config-step.js';
import { lookAt } from './check/look.js';
import { matrixOf } from './check/matrix.js';
import { negativeSteps } from './check/negative.js';
import { type Comparison, compare, openSnapshot, snapshotOf, snapshotText } from './check/snapshot.js';
import type { CommandSpec, RawWords } from './command.js';
import { withExamples } from './declare.js';
import { findSender } from './find.js';
import { openConfig } from './open-config.js';
import type { AccessOptions } from './send/access.js';
import { filePath, readOption, readWord, senderName, type WordKind, wholeNumber } from './words.js';

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
  /** Of the matrix; undefined: no matrix. */
  readonly ports: readonly number[] | undefined;
}

export const check: CommandSpec<CheckOptions, CheckResult> = {
  declare: (command) => {
    command
      .description(
        'Looks at the relay step by step: settings, DNS, TCP, greeting, EHLO, TLS, certificate, login. Sends nothing.',
      )
      .argument('[sender...]', 'names of senders; all of them when left out')
      .option('--ca <file>', 'trust this certificate authority (PEM) too')
      .option(
        '--negative',
        'prove what must not work: AUTH before TLS, a wrong password (tried once), relaying without a login',
      )
      .option('--matrix', 'try every address, port and TLS mode, without a login')
      .option('--ports <list>', `ports of the matrix (${mailPorts.join(',')})`)
      .option('--save <file>', 'keep what was seen, for a later --compare')
      .option('--compare <file>', 'say what changed since that file was saved; lost STARTTLS is an alarm')
      .option('--timeout <seconds>', 'give up on a relay after so long, 1 to 600 (60)');
    withExamples(command, [
      'akrelay check',
      'akrelay check sendsay-main --negative',
      'akrelay check sendsay-main --matrix',
      'akrelay check --save relays.json',
      'akrelay check --compare relays.json --save relays.json',
      'akrelay check --json | jq .senders[].verdict',
    ]);
  },
  parse: ({ args: [names], options }) => {
    const seconds = readOption(wholeNumber(1, 600), '--timeout', options['timeout']);
    return {
      senders: Array.isArray(names) ? names.map((name) => readWord(senderName, '[sender…]', name)) : [],
      ca: readOption(filePath, '--ca', options['ca']),
      totalMs: seconds === undefined ? undefined : seconds * 1000,
      save: readOption(filePath, '--save', options['save']),
      compare: readOption(filePath, '--compare', options['compare']),
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
    const call = { ...options, configPath, before, from: config.test.from };
    const looks: Checked[] = [];
    for (const sender of chosen) looks.push(await checkSender(sender, call, world));
    const senders = looks.map(({ checked }) => checked);
    if (options.save !== undefined) {
      const text = snapshotText(
        looks.map(({ snapshot }) => snapshot),
        world.clock.now(),
      );
      await world.files.write(options.save, text, 'shared');
    }
    return { result: { senders }, exit: senders.some(({ verdict }) => verdict === 'fail') ? 'no' : 'done' };
  },
};

interface Call extends CheckOptions, AccessOptions {
  /** `test.from` of the config. */
  readonly from: string | undefined;
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
  const matrix = call.ports === undefined ? [] : await matrixOf(look, call.ports, world);
  return { steps: [...look.steps, ...negative, ...compared.steps], changes: compared.changes, snapshot, matrix };
}

const portList: WordKind<readonly number[]> = {
  accepts: 'a list of up to 16 ports, such as 25,465,587',
  read: (word) => {
    const ports = word.split(',').map((one) => wholeNumber(1, 65_535).read(one));
    return ports.length <= 16 && ports.every((port) => port !== undefined) ? ports : undefined;
  },
};

function portsOf({ matrix, ports }: RawWords['options']): readonly number[] | undefined {
  const chosen = readOption(portList, '--ports', ports);
  if (matrix === true) return chosen ?? mailPorts;
  if (chosen === undefined) return undefined;
  throw usageError('--ports is for the matrix.', 'Add --matrix, or leave --ports out.');
}
