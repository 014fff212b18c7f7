import { AkrelayError, usageError } from '../errors.js';
import { type CheckStep, worstOf } from '../relay/check-step.js';
import { formatHostPort } from '../relay/host-port.js';
import type { RelaySender } from '../relay/sender.js';
import type { World } from '../world/world.js';
import { configStep } from './check/config-step.js';
import { networkSteps } from './check/steps.js';
import type { CommandSpec } from './command.js';
import { withExamples } from './declare.js';
import { findSender } from './find.js';
import { openConfig } from './open-config.js';
import { type AccessOptions, accessOf } from './send/access.js';
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
}

export const check: CommandSpec<CheckOptions, CheckResult> = {
  declare: (command) => {
    command
      .description(
        'Looks at the relay step by step: settings, DNS, TCP, greeting, EHLO, TLS, certificate, login. Sends nothing.',
      )
      .argument('[sender...]', 'names of senders; all of them when left out')
      .option('--ca <file>', 'trust this certificate authority (PEM) too')
      .option('--timeout <seconds>', 'give up on a relay after so long, 1 to 600 (60)');
    withExamples(command, [
      'akrelay check',
      'akrelay check sendsay-main',
      'akrelay check --json | jq .senders[].verdict',
    ]);
  },
  parse: ({ args: [names], options }) => {
    const seconds = readOption(wholeNumber(1, 600), '--timeout', options['timeout']);
    return {
      senders: Array.isArray(names) ? names.map((name) => readWord(senderName, '[sender…]', name)) : [],
      ca: readOption(filePath, '--ca', options['ca']),
      totalMs: seconds === undefined ? undefined : seconds * 1000,
    };
  },
  run: async ({ senders: names, ca, totalMs }, world) => {
    const config = await openConfig(world);
    const chosen = names.length === 0 ? config.senders : names.map((name) => findSender(config.senders, name));
    if (chosen.length === 0)
      throw usageError('The config has no sender yet.', 'Create one with: akrelay sender create');
    const configPath = (await world.config.find()) ?? '';
    const senders: CheckedSender[] = [];
    for (const sender of chosen) senders.push(await checkSender(sender, { ca, totalMs, configPath }, world));
    return { result: { senders }, exit: senders.some(({ verdict }) => verdict === 'fail') ? 'no' : 'done' };
  },
};

async function checkSender(sender: RelaySender, options: AccessOptions, world: World): Promise<CheckedSender> {
  world.talk.progress(`Checking ${sender.name} …`);
  const looked = await relaySteps(sender, options, world).finally(() => world.talk.progress(undefined));
  const steps = [configStep(sender), ...looked];
  return { sender: sender.name, relay: formatHostPort(sender.relay), verdict: worstOf(steps), steps };
}

/** Without its secrets the relay is still looked at, up to the login. */
async function relaySteps(sender: RelaySender, options: AccessOptions, world: World): Promise<CheckStep[]> {
  const { files, secrets, talk } = world;
  // What accessOf would say aloud is a step of its own here.
  const quiet = { files, secrets, talk: { ...talk, warn: () => undefined } };
  try {
    const access = await accessOf(sender, options, quiet);
    return [secretsFound, ...networkSteps(sender.relay, await world.smtp.inspect(access), world.clock.now())];
  } catch (error) {
    if (!(error instanceof AkrelayError) || error.data['id'] !== 'secrets-missing') throw error;
    const withoutLogin = { ...sender, relay: { ...sender.relay, auth: 'none' as const } };
    const access = await accessOf(withoutLogin, options, quiet);
    const steps = networkSteps(withoutLogin.relay, await world.smtp.inspect(access), world.clock.now());
    return [secretsMissing(error), ...steps.map((step) => (step.id === 'auth' ? authUntried(step) : step))];
  }
}

const secretsFound: CheckStep = {
  id: 'secrets',
  state: 'pass',
  evidence: 'all found',
  fix: null,
  finding: null,
  tookMs: null,
};

function secretsMissing({ details, hint }: AkrelayError): CheckStep {
  return {
    id: 'secrets',
    state: 'fail',
    evidence: details.join('; '),
    fix: hint ?? null,
    finding: 'secrets-missing',
    tookMs: null,
  };
}

function authUntried(step: CheckStep): CheckStep {
  return { ...step, state: 'skipped', evidence: 'not tried: its secrets are missing' };
}
