import { AkrelayError } from '../../errors.js';
import type { CheckStep } from '../../relay/check-step.js';
import type { RelaySender } from '../../relay/sender.js';
import type { Inspection, RelayAccess } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import { type AccessOptions, accessOf } from '../send/access.js';
import { step } from './step.js';
import { networkSteps } from './steps.js';

/** A look at a sender's relay. */
export interface Look {
  readonly steps: readonly CheckStep[];
  readonly seen: Inspection;
  /** Without a login when its secrets are missing. */
  readonly access: RelayAccess;
}

export interface LookOptions extends AccessOptions {
  readonly minDays: number | undefined;
}

/** Looks at the relay; without its secrets still, up to the login. */
export async function lookAt(sender: RelaySender, options: LookOptions, world: World): Promise<Look> {
  const { files, secrets, talk } = world;
  // What accessOf would say aloud is a step of its own here.
  const quiet = { files, secrets, talk: { ...talk, warn: () => undefined } };
  try {
    const access = await accessOf(sender, options, quiet);
    const seen = await world.smtp.inspect(access);
    return {
      access,
      seen,
      steps: [
        step('secrets', 'pass', 'all found'),
        ...networkSteps(sender.relay, seen, world.clock.now(), options.minDays),
      ],
    };
  } catch (error) {
    if (!(error instanceof AkrelayError) || error.data['id'] !== 'secrets-missing') throw error;
    const relay = { ...sender.relay, auth: 'none' as const };
    const access = await accessOf({ ...sender, relay }, options, quiet);
    const seen = await world.smtp.inspect(access);
    const steps = networkSteps(relay, seen, world.clock.now(), options.minDays);
    const untried = steps.map((one) => (one.id === 'auth' ? authUntried(one) : one));
    return { access, seen, steps: [secretsMissing(error), ...untried] };
  }
}

function secretsMissing({ details, hint }: AkrelayError): CheckStep {
  return step('secrets', 'fail', details.join('; '), undefined, { fix: hint ?? null, finding: 'secrets-missing' });
}

function authUntried(auth: CheckStep): CheckStep {
  return { ...auth, state: 'skipped', evidence: 'not tried: secrets are missing' };
}
