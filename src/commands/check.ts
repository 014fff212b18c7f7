import { usageError } from '../errors.js';
import { budgetsWithin } from '../relay/budgets.js';
import type { CheckChange } from '../relay/check-changes.js';
import type { MatrixCell } from '../relay/check-matrix.js';
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
import { type CheckOptions, declareCheck, parseCheck } from './check/options.js';
import { type Comparison, compare, openSnapshot, snapshotOf, snapshotText } from './check/snapshot.js';
import { webhookSteps } from './check/webhook.js';
import type { CommandSpec } from './command.js';
import { findSender } from './find.js';
import { inFlags } from './in-flags.js';
import { openConfig } from './open-config.js';
import type { AccessOptions } from './send/access.js';

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
  /** The file of `--ca`, which the next command needs too. */
  readonly ca: string | undefined;
}

export const spec: CommandSpec<CheckOptions, CheckResult> = {
  declare: declareCheck,
  parse: parseCheck,
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
      result: { senders, saved: options.save, ca: options.ca },
      exit: senders.some(({ verdict }) => verdict === 'fail') ? 'no' : 'done',
    };
  },
};

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
  const found = [configStep(sender), ...looked.steps];
  const steps = call.relays.includes(sender)
    ? found.map((one) => ({ ...one, fix: one.fix && inFlags(one.fix) }))
    : found;
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
