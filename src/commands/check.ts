import { usageError } from '../errors.js';
import { type CheckStep, worstOf } from '../relay/check-step.js';
import { formatHostPort } from '../relay/host-port.js';
import type { RelaySender } from '../relay/sender.js';
import type { World } from '../world/world.js';
import { configStep } from './check/config-step.js';
import { lookAt } from './check/look.js';
import { negativeSteps } from './check/negative.js';
import type { CommandSpec } from './command.js';
import { withExamples } from './declare.js';
import { findSender } from './find.js';
import { openConfig } from './open-config.js';
import type { AccessOptions } from './send/access.js';
import { filePath, readOption, readWord, senderName, wholeNumber } from './words.js';

export interface CheckedSender {
  readonly sender: string;
  readonly relay: string;
  readonly verdict: 'pass' | 'warn' | 'fail';
  readonly steps: readonly CheckStep[];
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
      .option('--timeout <seconds>', 'give up on a relay after so long, 1 to 600 (60)');
    withExamples(command, [
      'akrelay check',
      'akrelay check sendsay-main --negative',
      'akrelay check --json | jq .senders[].verdict',
    ]);
  },
  parse: ({ args: [names], options }) => {
    const seconds = readOption(wholeNumber(1, 600), '--timeout', options['timeout']);
    return {
      senders: Array.isArray(names) ? names.map((name) => readWord(senderName, '[sender…]', name)) : [],
      ca: readOption(filePath, '--ca', options['ca']),
      totalMs: seconds === undefined ? undefined : seconds * 1000,
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
    const senders: CheckedSender[] = [];
    for (const sender of chosen)
      senders.push(await checkSender(sender, { ...options, configPath }, config.test.from, world));
    return { result: { senders }, exit: senders.some(({ verdict }) => verdict === 'fail') ? 'no' : 'done' };
  },
};

async function checkSender(
  sender: RelaySender,
  options: CheckOptions & AccessOptions,
  from: string | undefined,
  world: World,
): Promise<CheckedSender> {
  world.talk.progress(`Checking ${sender.name} …`);
  const looked = await stepsOf(sender, options, from, world).finally(() => world.talk.progress(undefined));
  const steps = [configStep(sender), ...looked];
  return { sender: sender.name, relay: formatHostPort(sender.relay), verdict: worstOf(steps), steps };
}

async function stepsOf(
  sender: RelaySender,
  options: CheckOptions & AccessOptions,
  from: string | undefined,
  world: World,
): Promise<CheckStep[]> {
  const look = await lookAt(sender, options, world);
  const negative = options.negative === 'prove' ? await negativeSteps(sender.relay, look, from, world) : [];
  return [...look.steps, ...negative];
}
