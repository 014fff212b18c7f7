import { describeMatch } from '../../relay/describe.js';
import type { MessageProof, ProofVerdict, ProveResult } from '../../relay/proof.js';

/** A proof, and how its message is called. */
export interface Row {
  readonly title: string;
  readonly proof: MessageProof;
}

/** A row for each message. */
export function rowsOf(result: ProveResult): readonly Row[] {
  if (result.kind === 'sender') return [{ title: result.sender, proof: result }];
  const { virtual, proofs } = result;
  return proofs.map((proof) => ({
    title: `${virtual}, rule ${proof.rule}, ${describeMatch(proof.match)}, ${proof.sender} ${proof.percent} %`,
    proof,
  }));
}

/** What was proved. */
export function subjectOf(result: ProveResult): string {
  return result.kind === 'sender' ? result.sender : result.virtual;
}

/** As the state of a step. */
export const stateOf = {
  proved: 'pass',
  'proved-with-remarks': 'warn',
  broken: 'fail',
  pending: 'unknown',
  'cannot-tell': 'unknown',
} as const satisfies Readonly<Record<ProofVerdict, string>>;
