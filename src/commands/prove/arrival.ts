import { AkrelayError } from '../../errors.js';
import type { Config } from '../../relay/config.js';
import type { ProofStep, ProofStepId } from '../../relay/proof.js';
import type { ProofReceipt, RulePlace } from '../../relay/proof-receipt.js';
import { readTrace } from '../../trace/field/read-trace.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import type { FoundMessage } from '../../world/mailboxes/mailboxes.js';
import type { World } from '../../world/world.js';
import type { NamedAccess } from '../mailboxes/access.js';
import { withMessage } from '../mailboxes/await-message.js';
import { stopwatch } from '../stopwatch.js';
import { type Authentication, authenticationOf } from '../verify/authentication.js';
import { judgeFor, judgeTask } from '../verify/judge-for.js';
import type { ProveOptions } from './options.js';
import { overridesStep } from './overrides.js';
import { failedStep, notReached, proofStep } from './step.js';

export interface Arrived {
  readonly steps: readonly ProofStep[];
  readonly bytes: Uint8Array | undefined;
  readonly verdict: PathVerdict | undefined;
  readonly authentication: Authentication | undefined;
}

/** Clocks of mail servers are seldom further apart. */
const usualSkewMs = 2 * 60_000;

/** Waits for the message; then which way it came, and its authentication. */
export async function arrival(
  receipt: ProofReceipt,
  { name, access }: NamedAccess,
  config: Config,
  options: ProveOptions,
  world: World,
): Promise<Arrived> {
  const { token, messageId } = receipt;
  const key = { token, messageId };
  const tookMs = stopwatch(world);
  const nothing = { bytes: undefined, verdict: undefined, authentication: undefined };
  try {
    const { waitMs, resume } = options;
    const mailbox = resume === undefined ? 'was-read' : 'new';
    const search = { access, key, waitMs, timeoutMs: options.mailbox.timeoutMs, mailbox } as const;
    const { found, folders } = await withMessage(search, world, async (came) => came);
    if (found === undefined) {
      const step = proofStep('arrival', 'unknown', `not in ${name} (${folders.join(', ')}) yet`, tookMs(), {
        finding: 'prove-not-arrived',
        fix: 'Wait longer, or continue later: akrelay prove --resume <receipt>',
      });
      return { ...nothing, steps: [step, ...skippedBehind(receipt)] };
    }
    const { bytes } = found;
    const { verdict, step } = path(bytes, receipt, config, options);
    const checked = await authentication(bytes, verdict, options, world);
    const arrived = arrivalStep(found, name, skewOf(verdict, receipt, world.clock.now().getTime()), tookMs());
    const overridden = await overridesStep(bytes, receipt, world);
    return {
      steps: [arrived, ...overridden, step, checked.step],
      bytes,
      verdict,
      authentication: checked.authentication,
    };
  } catch (error) {
    if (!(error instanceof AkrelayError) || error.kind === 'cancelled') throw error;
    const failed = failedStep('arrival', error, tookMs());
    // The message may be there: it is the mailbox that cannot be read.
    return { ...nothing, steps: [{ ...failed, state: 'unknown' }, ...skippedBehind(receipt)] };
  }
}

function skippedBehind({ expected }: ProofReceipt): ProofStep[] {
  const ids: readonly ProofStepId[] = [
    ...(expected === undefined ? [] : ['overrides' as const]),
    'path',
    'authentication',
  ];
  return ids.map((id) => proofStep(id, 'skipped', 'there is no message to check'));
}

function arrivalStep(
  { folder, kind, copies }: FoundMessage,
  mailbox: string,
  skew: string | undefined,
  tookMs: number,
): ProofStep {
  const evidence = `in ${folder} of ${mailbox}`;
  if (kind === 'junk')
    return proofStep('arrival', 'warn', `${evidence}: treated as spam`, tookMs, {
      finding: 'prove-junk',
      fix: 'Check the authentication below, and the reputation of the sender at the mailbox provider.',
    });
  if (copies > 1)
    return proofStep('arrival', 'warn', `${evidence}, ${copies} times`, tookMs, {
      finding: 'prove-copies',
      fix: 'Find out what delivers it again: the relay, or a rule of the mailbox.',
    });
  if (skew !== undefined)
    return proofStep('arrival', 'warn', `${evidence}; by the clock of its server, it arrived ${skew}`, tookMs, {
      finding: 'prove-clock-skew',
      fix: 'Set the clock of this machine, or of that server.',
    });
  return proofStep('arrival', 'pass', evidence, tookMs);
}

/** When the message arrived by the clock of its server, if that cannot be: `60 minutes before it was sent`. */
function skewOf({ hops, boundaryHop }: PathVerdict, { sentAt }: ProofReceipt, nowMs: number): string | undefined {
  const arrivedMs = Date.parse(hops[boundaryHop ?? -1]?.at ?? '');
  const minutes = (ms: number): string => `${Math.round(ms / 60_000)} minutes`;
  const earlyMs = Date.parse(sentAt) - arrivedMs;
  if (earlyMs > usualSkewMs) return `${minutes(earlyMs)} before it was sent`;
  const lateMs = arrivedMs - nowMs;
  return lateMs > usualSkewMs ? `${minutes(lateMs)} from now` : undefined;
}

function path(
  bytes: Uint8Array,
  { sender }: ProofReceipt,
  config: Config,
  { receivers }: ProveOptions,
): { readonly verdict: PathVerdict; readonly step: ProofStep } {
  const wanted = { kind: 'sender', name: sender } as const;
  const task = judgeTask({ receivers, wanted, trust: 'stated-or-inferred', tls: 'any', maxDelayMs: undefined }, config);
  const reading = readTrace(bytes);
  if (reading.kind !== 'email')
    throw new AkrelayError('not-an-email', {
      message: 'The mailbox returned something that is not an e-mail.',
      data: { id: 'mailbox-protocol' },
    });
  const verdict = judgeFor(task)(reading);
  const says = verdict.evidence[0]?.says ?? '';
  const state = { confirmed: 'pass', 'not-confirmed': 'fail', unknown: 'unknown' } as const;
  const isGood = verdict.verdict === 'confirmed';
  const more = isGood ? {} : { finding: verdict.reason, fix: verdict.hint ?? null };
  return { verdict, step: proofStep('path', state[verdict.verdict], says, undefined, more) };
}

async function authentication(
  bytes: Uint8Array,
  verdict: PathVerdict,
  { skip, auth }: ProveOptions,
  world: World,
): Promise<{ readonly step: ProofStep; readonly authentication: Authentication | undefined }> {
  if (skip.includes('authentication'))
    return { step: proofStep('authentication', 'skipped', 'skipped with --skip'), authentication: undefined };
  const took = stopwatch(world);
  const authenticator = await world.authenticator(auth);
  const found = await authenticationOf(bytes, verdict, authenticator).finally(authenticator.close);
  const tookMs = took();
  const { spf, dkim, dmarc } = found.recomputed;
  const evidence = `SPF ${spf.result}, DKIM ${dkim.map(({ result }) => result).join(', ') || 'none'}, DMARC ${dmarc.result}`;
  const results = [spf.result, ...dkim.map(({ result }) => result), dmarc.result];
  const holds = dmarc.result === 'pass' || (dmarc.result === 'none' && results.includes('pass'));
  if (holds) return { step: proofStep('authentication', 'pass', evidence, tookMs), authentication: found };
  const more = {
    finding: 'prove-not-authenticated',
    fix: 'Check the DNS records of the From domain with: akrelay check --dns',
  };
  const state = results.includes('temperror') ? 'unknown' : dmarc.result === 'fail' ? 'fail' : 'warn';
  return { step: proofStep('authentication', state, evidence, tookMs, more), authentication: found };
}

/** Everything behind a message that was not sent; `place` is its rule of a virtual sender. */
export function nothingSent(why: ProofStepId, place: RulePlace | undefined): ProofStep[] {
  const ofRule = place === undefined ? [] : (['overrides'] as const);
  return notReached(['arrival', ...ofRule, 'path', 'authentication', 'event'], why);
}
