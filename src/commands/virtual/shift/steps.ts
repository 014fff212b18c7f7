import { AkrelayError } from '../../../errors.js';
import type { ExitName } from '../../../exit-code.js';
import type { ProveResult } from '../../../relay/proof.js';
import type { ShiftState } from '../../../relay/shift.js';
import type { Part } from '../../../relay/virtual-sender.js';
import type { World } from '../../../world/world.js';
import { changeConfig } from '../../change.js';
import { exitOfProof, prove, resultOf } from '../../prove/run.js';
import type { ShiftOptions } from './options.js';
import type { ShiftFile } from './state.js';

/** What happened, each told as soon as it has. */
export type ShiftEvent =
  /** The sender is proved, and the shares are written. */
  | {
      readonly kind: 'step';
      readonly number: number;
      readonly shares: readonly Part[];
      readonly proof: ProveResult | undefined;
    }
  /** It is not, and the shares are those of before the first step again. */
  | { readonly kind: 'went-back'; readonly shares: readonly Part[]; readonly proof: ProveResult }
  /** It cannot be told: the shares stay as they are. */
  | {
      readonly kind: 'stopped';
      readonly shares: readonly Part[];
      readonly proof: ProveResult;
      readonly exit: ExitName;
    };

export interface Shift {
  /** With the shares before the first step. */
  readonly state: ShiftState;
  /** The shares of the config. */
  readonly now: readonly Part[];
  readonly steps: readonly (readonly Part[])[];
  readonly file: ShiftFile;
}

/** Takes the steps. What the config says is always a whole step, and the file of the state is there before the first of them. */
export async function* takeSteps(
  { state, now, steps, file }: Shift,
  { proof: wanted, pauseMs }: ShiftOptions,
  world: World,
): AsyncGenerator<ShiftEvent> {
  const { virtual, match, to, before } = state;
  let current = now;
  const write = async (after: readonly Part[]): Promise<void> => {
    const change = { kind: 'set-shares', virtual, match, before: current, after } as const;
    await changeConfig(change, { mode: 'apply', show: 'summary', confirmation: 'not-needed', backup: 'none' }, world);
    current = after;
  };
  for (const [i, shares] of steps.entries()) {
    if (i > 0) await pause(pauseMs, world);
    const proofs = wanted && (await prove({ ...wanted, sender: to, virtual, match }, world));
    const proof = proofs && resultOf(proofs, { receiptFile: undefined, evidence: undefined });
    if (proofs !== undefined && proof !== undefined) {
      const answer = answerOf(proof);
      if (answer === 'no') {
        await write(before);
        await file.end();
        return yield { kind: 'went-back', shares: before, proof };
      }
      if (answer === 'open') {
        return yield { kind: 'stopped', shares: current, proof, exit: exitOfProof(proofs, proof) };
      }
    }
    if (file.begun === undefined && i === 0) await file.begin(state);
    await write(shares);
    yield { kind: 'step', number: i + 1, shares, proof };
  }
  await file.end();
}

/** A mailbox that cannot be read says nothing against the sender. */
function answerOf(proof: ProveResult): 'yes' | 'no' | 'open' {
  if (proof.verdict === 'proved' || proof.verdict === 'proved-with-remarks') return 'yes';
  const steps = proof.kind === 'sender' ? proof.steps : proof.proofs.flatMap((one) => one.steps);
  return steps.some(({ id, state }) => state === 'fail' && id !== 'mailbox') ? 'no' : 'open';
}

async function pause(ms: number, { clock, cancelled, talk }: World): Promise<void> {
  cancelled.throwIfAborted();
  if (ms === 0) return;
  talk.progress(
    `Next step at ${new Date(clock.now().getTime() + ms).toISOString().slice(0, 19).replace('T', ' ')} UTC …`,
  );
  await clock.sleep(ms, cancelled).finally(() => talk.progress(undefined));
}

/** The rule must still have the senders with which the shift began. */
export function mustHaveSenders({ before, virtual }: ShiftState, now: readonly Part[], file: string): void {
  const names = (parts: readonly Part[]): string => parts.map(({ sender }) => sender).join(', ');
  if (names(before) === names(now)) return;
  throw new AkrelayError('usage', {
    message: `The rule of ${virtual} has other senders than when the shift began: ${names(now)}, not ${names(before)}.`,
    hint: `Remove ${file} to start again with the shares of the config.`,
  });
}
