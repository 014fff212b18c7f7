import { exitOf } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import { type ProofVerdict, type ProveResult, proofVerdict, worstVerdict } from '../../relay/proof.js';
import type { World } from '../../world/world.js';
import { chosenMailbox, mailboxAccess, openMailbox } from '../mailboxes/access.js';
import { openConfig } from '../open-config.js';
import { followAll, type Proof, sendAll } from './chain.js';
import { type LiveSteps, liveSteps } from './live.js';
import type { ProveOptions } from './options.js';
import { planFor, plansFor, withSender } from './plan.js';
import { openReceipt } from './receipts.js';

/** `virtual` is undefined for the proof of one sender. */
export interface Proofs {
  readonly virtual: string | undefined;
  readonly proofs: readonly Proof[];
}

/** Told what was sent when Ctrl-C or an error ends the wait for it. */
export type Interrupted = (sent: Proofs) => Promise<void>;

/** Proves what the options ask for; writes nothing. */
export async function prove(options: ProveOptions, world: World, interrupted?: Interrupted): Promise<Proofs> {
  const live = liveSteps(world);
  try {
    return await (options.resume === undefined
      ? begin(options, { world, live }, interrupted)
      : resume(options.resume, options, { world, live }));
  } finally {
    live.stop();
  }
}

interface Place {
  readonly world: World;
  readonly live: LiveSteps;
}

async function begin(given: ProveOptions, { world, live }: Place, interrupted?: Interrupted): Promise<Proofs> {
  const config = await openConfig(world);
  // What is missing is said in the order in which it is set up: the sender, the mailbox, the addresses.
  const options = await withSender(given, config, world);
  const { virtual } = options;
  const mailbox = await chosenMailbox(options.mailbox, config, world);
  const plans =
    virtual === undefined ? [await planFor(options, world)] : await plansFor(virtual, options, config, world);
  const named = await openMailbox(mailbox, options.mailbox, world);
  for (const file of [options.receipt, options.auth.dnsCache])
    if (file !== undefined) await world.files.expectPlace(file);
  const ways = { named, options, config, world, live };
  const begun: Proof[] = [];
  try {
    await sendAll(plans, ways, begun);
    // One wait is enough for all of them.
    return { virtual, proofs: await followAll(begun, ways) };
  } catch (error) {
    await interrupted?.({ virtual, proofs: begun });
    throw error;
  }
}

async function resume(file: string, options: ProveOptions, { world, live }: Place): Promise<Proofs> {
  const config = await openConfig(world);
  const { virtual, begun } = await openReceipt(file, config, world);
  const named = await mailboxAccess(options.mailbox, world);
  return { virtual, proofs: await followAll(begun, { named, options, config, world, live }) };
}

/** The verdict and its reasons. */
export function resultOf(
  { virtual, proofs }: Proofs,
  kept: Pick<ProveResult, 'receiptFile' | 'evidence'>,
): ProveResult {
  const messages = proofs.map(({ sender, steps, receipt, place }) => {
    const proof = { sender, verdict: proofVerdict(steps), steps, receipt };
    return { proof, rows: place === undefined ? [] : [{ ...place, ...proof }] };
  });
  const [first] = messages;
  if (virtual === undefined && first !== undefined) return { kind: 'sender', ...first.proof, ...kept };
  const verdict = worstVerdict(messages.map(({ proof }) => proof.verdict));
  return { kind: 'virtual', virtual: virtual ?? '', verdict, proofs: messages.flatMap(({ rows }) => rows), ...kept };
}

/** The failure that ended all of them alike; else what the verdict says. */
export function exitOfProof({ proofs }: Proofs, { verdict }: ProveResult): ExitName {
  const [error, ...others] = new Set(proofs.map((proof) => proof.error));
  return error === undefined || others.length > 0 ? exits[verdict] : exitOf[error];
}

const exits: Readonly<Record<ProofVerdict, ExitName>> = {
  proved: 'done',
  'proved-with-remarks': 'done',
  broken: 'no',
  pending: 'unknown',
  'cannot-tell': 'unknown',
};
