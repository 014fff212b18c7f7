import { exitOf } from '../errors.js';
import type { ExitName } from '../exit-code.js';
import type { Config } from '../relay/config.js';
import { type ProofVerdict, type ProveResult, proofVerdict, worstVerdict } from '../relay/proof.js';
import type { World } from '../world/world.js';
import type { CommandSpec } from './command.js';
import { mailboxAccess } from './mailboxes/access.js';
import { openConfig } from './open-config.js';
import { followAll, type Proof, proveAll } from './prove/chain.js';
import { keepEvidence } from './prove/evidence.js';
import { declareProve, type ProveOptions, parseProve } from './prove/options.js';
import { planFor, plansFor } from './prove/plan.js';
import { openReceipt, writeReceipt } from './prove/receipts.js';
import type { ProofFound } from './prove/result.js';

export const spec: CommandSpec<ProveOptions, ProofFound> = {
  prints: 'data',
  declare: declareProve,
  parse: parseProve,
  run: async (options, world) => {
    const config = await openConfig(world);
    if (options.evidence !== undefined) await world.files.makeFolder(options.evidence);
    if (options.report !== undefined) await world.files.expectPlace(options.report);
    const { virtual, proofs } = await (options.resume === undefined
      ? begin(options, config, world)
      : resume(options.resume, options, config, world));
    const verdicts = proofs.map(({ steps }) => proofVerdict(steps));
    const receiptFile = await writeReceipt({ virtual, proofs, verdicts }, options, world);
    const result = resultOf(virtual, proofs, { receiptFile, evidence: options.evidence });
    if (options.evidence !== undefined) await keepEvidence(options.evidence, result, proofs, world);
    const error = virtual === undefined ? proofs[0]?.error : undefined;
    return {
      result: { ...result, seen: proofs.map(seenOf) },
      exit: error === undefined ? exits[result.verdict] : exitOf[error],
      report: options.report,
    };
  },
};

const exits: Readonly<Record<ProofVerdict, ExitName>> = {
  proved: 'done',
  'proved-with-remarks': 'done',
  broken: 'no',
  pending: 'unknown',
  'cannot-tell': 'unknown',
};

/** `virtual` is undefined for the proof of one sender. */
interface Proofs {
  readonly virtual: string | undefined;
  readonly proofs: readonly Proof[];
}

async function begin(options: ProveOptions, config: Config, world: World): Promise<Proofs> {
  const { virtual } = options;
  const plans =
    virtual === undefined ? [await planFor(options, config, world)] : await plansFor(virtual, options, config, world);
  const named = await mailboxAccess(options.mailbox, world);
  for (const file of [options.receipt, options.auth.dnsCache])
    if (file !== undefined) await world.files.expectPlace(file);
  return { virtual, proofs: await proveAll(plans, { named, options, config, world }) };
}

async function resume(file: string, options: ProveOptions, config: Config, world: World): Promise<Proofs> {
  const { virtual, begun } = await openReceipt(file, config, world);
  const named = await mailboxAccess(options.mailbox, world);
  return { virtual, proofs: await followAll(begun, { named, options, config, world }) };
}

function resultOf(
  virtual: string | undefined,
  proofs: readonly Proof[],
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

function seenOf({ arrived, sending }: Proof): ProofFound['seen'][number] {
  return { path: arrived?.verdict, authentication: arrived?.authentication, transcript: sending?.transcript ?? [] };
}
