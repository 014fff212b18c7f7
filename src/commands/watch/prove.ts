import { withExamples, withExitCodes } from '../declare.js';
import { declareProofFlags, type ProveOptions, parseProve, proofExitCodes } from '../prove/options.js';
import { exitOfProof, prove, resultOf } from '../prove/run.js';
import { watchSpec } from './spec.js';

export const spec = watchSpec<ProveOptions>({
  command: 'prove',
  declare: (command) => {
    command.description(
      'Prove on a schedule that mail arrives through the relay. Each run sends one message and prints one line. Press Ctrl-C to stop it.',
    );
    declareProofFlags(command);
    withExitCodes(command, { ...proofExitCodes, 143: 'ended by SIGTERM' });
    withExamples(command, [
      'akrelay watch prove sendsay-main --mailbox qa --every 15m --state prove.json',
      'akrelay watch prove --virtual newsletters --mailbox qa --every 1h --json >> proofs.ndjson',
      'akrelay watch prove sendsay-main --mailbox qa --once --state prove.json --metrics akrelay.prom',
    ]);
  },
  parse: (raw) => parseProve(raw),
  subject: ({ sender, virtual }) => [
    ...(virtual === undefined ? [] : [`--virtual ${virtual}`]),
    ...(sender === undefined ? [] : [sender]),
  ],
  look: (options) => async (world) => {
    const proofs = await prove(options, world);
    const result = resultOf(proofs, { receiptFile: undefined, evidence: undefined });
    return { found: { kind: 'prove', result }, verdict: result.verdict, exit: exitOfProof(proofs, result) };
  },
});
