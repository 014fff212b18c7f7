import type { Paint } from '../../commands/command.js';
import type { ProofFound } from '../../commands/prove/result.js';
import type { MessageProof, ProofStep, ProofVerdict, ProveResult } from '../../relay/proof.js';
import { stateWords } from '../../relay/state-words.js';
import { safeText } from '../../safe-text.js';
import { shellWord } from '../../shell-word.js';
import { rowsOf, stateOf } from './rows.js';

/** A sentence, then a line for each step; of a virtual sender so for each message. */
export function proveText(result: ProofFound, paint: Paint): string {
  const { receiptFile, mailboxFrom } = result;
  const proofs = result.kind === 'sender' ? [result] : result.proofs;
  const isOpen = proofs.some(mayComeYet) && receiptFile !== undefined;
  const again = mailboxFrom === 'flags' ? ' (with the same mailbox flags)' : '';
  const next = isOpen
    ? `${paint.cyan('Next:')} akrelay prove --resume ${shellWord(safeText(receiptFile))}${again}\n`
    : '';
  const heading = result.kind === 'sender' ? '' : `${virtualHeading(result, paint)}\n`;
  const rows = rowsOf(result).map(
    ({ title, proof }) =>
      `${paint.bold(safeText(title))}: ${said(proof, paint)}\n${proof.steps.map((step) => line(step, paint)).join('')}`,
  );
  return `${heading}${rows.join(heading === '' ? '' : '\n')}${next}`;
}

/** What is pending; and where the mailbox could not be read, the message may be there. */
function mayComeYet({ verdict, steps }: MessageProof): boolean {
  return verdict === 'pending' || steps.some(({ id, state }) => id === 'arrival' && state === 'unknown');
}

type VirtualResult = Extract<ProveResult, { kind: 'virtual' }>;

function virtualHeading(result: VirtualResult, paint: Paint): string {
  const { virtual, verdict } = result;
  return `${paint.bold(safeText(virtual))}: ${coloured(verdict, virtualSentence(result), paint)}\n`;
}

/** The verdict of all, such as `2 of 3 senders proved`. */
export function virtualSentence({ proofs }: VirtualResult): string {
  const proved = proofs.filter(({ verdict }) => verdict === 'proved' || verdict === 'proved-with-remarks').length;
  return `${proved} of ${proofs.length} senders proved`;
}

const verdictWords: Readonly<Record<ProofVerdict, string>> = {
  proved: 'proved: the message came through the relay into the mailbox',
  'proved-with-remarks': 'proved, with warnings',
  broken: 'not proved',
  pending: 'pending: the message or its event can still arrive',
  'cannot-tell': 'cannot tell',
};

/** The verdict in words, such as `not proved: path failed`. */
export function proofSentence({ verdict, steps }: MessageProof): string {
  const broken = steps.filter(({ state }) => state === 'fail').map(({ id }) => id);
  return verdictWords[verdict] + (verdict === 'broken' ? `: ${broken.join(', ')} failed` : '');
}

function said(proof: MessageProof, paint: Paint): string {
  return coloured(proof.verdict, proofSentence(proof), paint);
}

function coloured(verdict: ProofVerdict, text: string, paint: Paint): string {
  return colours(paint)[stateOf[verdict]](text);
}

function colours(paint: Paint): Readonly<Record<ProofStep['state'], (text: string) => string>> {
  return { pass: paint.green, warn: paint.yellow, fail: paint.red, unknown: paint.yellow, skipped: paint.dim };
}

function line({ id, state, evidence, fix, finding, tookMs }: ProofStep, paint: Paint): string {
  const took = tookMs === null ? '' : paint.dim(` ${Math.round(tookMs)} ms`);
  const why = state === 'pass' || finding === null ? '' : paint.dim(` [${finding}]`);
  const word = colours(paint)[state](stateWords[state].padEnd(4));
  const first = `  ${word}  ${id.padEnd(14)}  ${safeText(evidence)}${took}${why}\n`;
  return fix === null || state === 'pass'
    ? first
    : `${first}        ${' '.repeat(14)}  ${paint.cyan('fix:')} ${safeText(fix)}\n`;
}
