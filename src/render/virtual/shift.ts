import type { Paint, View } from '../../commands/command.js';
import type { ShiftEvent } from '../../commands/virtual/shift/steps.js';
import type { ShiftResult } from '../../commands/virtual/shift.js';
import { describeMatch } from '../../relay/describe.js';
import { type ProveResult, proofFields } from '../../relay/proof.js';
import { partsText } from '../../relay/shift.js';
import { safeText } from '../../safe-text.js';
import { renderJson } from '../json.js';

export const virtualShiftView: View<ShiftResult> = {
  human: told,
  json: document,
};

/** The plan, then a line for each step as soon as it is written. */
async function* told(result: ShiftResult, { paint }: { readonly paint: Paint }): AsyncGenerator<string> {
  yield planText(result, paint);
  let isEnded = false;
  for await (const event of result.events) {
    yield eventText(event, result, paint);
    isEnded = event.kind === 'step' && event.number === result.plan.length;
  }
  if (isEnded) yield `${paint.green('done:')} ${safeText(partsText(result.plan.at(-1) ?? []))}\n`;
}

function planText({ virtual, match, to, before, now, plan, proofs, mode }: ShiftResult, paint: Paint): string {
  const first = `${paint.bold(safeText(virtual))}, ${safeText(describeMatch(match))}: ${safeText(partsText(now))}\n`;
  const began = partsText(before) === partsText(now) ? '' : `It began with ${safeText(partsText(before))}.\n`;
  if (plan.length === 0) return `${first}${began}${safeText(to)} already has its share: nothing to shift.\n`;
  const steps = plan.map((shares, i) => `${String(i + 1).padStart(4)}. ${safeText(partsText(shares))}\n`);
  const after = proofs === 'none' ? '' : ` Each is written after ${safeText(to)} is proved.`;
  const end = mode === 'dry-run' ? 'Nothing was written.\n' : '';
  return `${first}${began}${plan.length === 1 ? '1 step' : `${plan.length} steps`}.${after}\n${steps.join('')}${end}`;
}

function eventText(event: ShiftEvent, { to, plan }: ShiftResult, paint: Paint): string {
  const shares = safeText(partsText(event.shares));
  if (event.kind === 'step') {
    const proved = event.proof === undefined ? '' : `${safeText(to)} ${verdictWord(event.proof)}; `;
    return `${paint.green(`step ${event.number} of ${plan.length}:`)} ${proved}written: ${shares}\n`;
  }
  const [said, then] =
    event.kind === 'went-back'
      ? [paint.red(`${safeText(to)} was not proved:`), `back to ${shares}`]
      : [paint.yellow(`${safeText(to)} is not proved yet (${verdictWord(event.proof)}):`), `the shares stay ${shares}`];
  const more = event.kind === 'stopped' ? `${paint.cyan('Next:')} run the same command again to continue\n` : '';
  return `${said} ${then}\n${wrongSteps(event.proof)
    .map(
      ({ id, evidence, fix }) =>
        `  ${id}: ${safeText(evidence)}\n${fix === null ? '' : `    ${paint.cyan('fix:')} ${safeText(fix)}\n`}`,
    )
    .join('')}${more}`;
}

function verdictWord({ verdict }: ProveResult): string {
  return verdict === 'proved-with-remarks' ? 'proved, with warnings' : verdict.replaceAll('-', ' ');
}

function wrongSteps(proof: ProveResult) {
  const steps = proof.kind === 'sender' ? proof.steps : proof.proofs.flatMap((one) => one.steps);
  return steps.filter(({ id, state }) => state === 'fail' || (state === 'unknown' && id !== 'limits'));
}

/** One object at the end. */
async function* document(result: ShiftResult): AsyncGenerator<string> {
  const events: ShiftEvent[] = [];
  for await (const event of result.events) events.push(event);
  const { virtual, match, to, before, now, plan, mode } = result;
  const last = events.at(-1);
  const ended = last?.kind === 'step' ? (last.number === plan.length ? 'done' : 'stopped') : (last?.kind ?? 'done');
  yield renderJson('virtual-shift@1', {
    ...{ virtualSender: virtual, match, sender: to, before, plan },
    outcome: mode === 'dry-run' ? 'planned' : ended,
    shares: last?.shares ?? now,
    steps: events.map(({ kind, shares, proof }) => ({
      ...{ written: kind !== 'stopped', kind, shares },
      proof: proof === undefined ? null : proofFields(proof),
    })),
  });
}
