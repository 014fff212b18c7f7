import type { CommandSpec } from './command.js';
import type { Proof } from './prove/chain.js';
import { expectEvidencePlace, keepEvidence } from './prove/evidence.js';
import { declareProve, type ProveOptions, parseProve } from './prove/options.js';
import { keepSent, writeReceipt } from './prove/receipts.js';
import type { ProofFound } from './prove/result.js';
import { exitOfProof, prove, resultOf } from './prove/run.js';

export const spec: CommandSpec<ProveOptions, ProofFound> = {
  prints: 'data',
  declare: declareProve,
  parse: parseProve,
  run: async (options, world) => {
    const { evidence, report, mailbox } = options;
    if (evidence !== undefined) await expectEvidencePlace(evidence, world);
    if (report !== undefined) await world.files.expectPlace(report);
    const proofs = await prove(options, world, (sent) => keepSent(sent, options, world));
    const receiptFile = await writeReceipt(proofs, options, world);
    const result = resultOf(proofs, { receiptFile, evidence });
    if (evidence !== undefined) await keepEvidence(evidence, result, proofs.proofs, world);
    const mailboxFrom = mailbox.name === undefined && mailbox.settings === undefined ? 'config' : 'flags';
    const found = { ...result, seen: proofs.proofs.map(seenOf), mailboxFrom } as const;
    return { result: found, exit: exitOfProof(proofs, result), report };
  },
};

function seenOf({ arrived, sending }: Proof): ProofFound['seen'][number] {
  return { path: arrived?.verdict, authentication: arrived?.authentication, transcript: sending?.transcript ?? [] };
}
