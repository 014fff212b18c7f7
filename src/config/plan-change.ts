import { AkrelayError, usageError } from '../errors.js';
import type { ConfigChange } from '../relay/config-change.js';
import { attach, detach, moveRule, setShares } from './change/rules.js';
import { addSender, cloneSender, deleteSender, editSender, renameSender } from './change/senders.js';
import { addVirtual, cloneVirtual, deleteVirtual, editVirtual, renameVirtual } from './change/virtuals.js';
import type { ChangePlan } from './change-plan.js';
import type { ConfigText } from './config-text.js';
import { editTree } from './edit/edit-tree.js';
import { hunksOf } from './edit/hunks.js';
import { applySplices, type Splice } from './edit/splice.js';
import { Refusal } from './edit/text-places.js';
import { maskedHunks, maskedText } from './masked-text.js';
import { lineOf, type Problem, problemLine, startsOfLines } from './problem.js';
import { problemsError, readConfig, understand } from './read-config.js';
import { readTree } from './read-tree.js';
import { problemsTouched } from './touched.js';
import { copyOf, type MapValue, sameMeaning, type Value } from './tree.js';
import type { ParsedText } from './tree-reader.js';

/**
 * What a change makes of the file: only the bytes that must change do. The new text is read again, and the plan is made
 * only when it says exactly what was planned and has no error.
 *
 * Throws `usage` when an environment was asked for or the change does not fit the file (no such name, a name that is taken, shares that do not total 100,
 * a sender that a rule uses), `config` when the file has errors of its own or cannot be changed safely; nothing is
 * written then. A change that the file says already gives a plan with `changed: false`.
 */
export function planChange(source: ConfigText, change: ConfigChange): ChangePlan {
  mustBeBase(source);
  const planned = plannedText(source, change);
  if (planned === 'unchanged') return { text: source.text, changed: false, hunks: [], findings: [] };
  const { text, splices, meaning } = planned;
  const before = maskedText(source.text);
  const parsed = readTree(text);
  if (parsed.root === undefined || !sameMeaning(parsed.root, meaning))
    throw refused(source, new Refusal(splices[0]?.at ?? 0, 'the result would differ from the planned change'));
  const problems = mustBeValid(source, text, parsed);
  const findings = problemsTouched(change, { root: parsed.root, text, problems });
  const hunks = maskedHunks(hunksOf(source.text, splices), before, maskedText(text));
  return { text, changed: text !== source.text, hunks, findings };
}

/** A change of one environment would look like one of all, or the other way round. */
export function mustBeBase({ environment }: Pick<ConfigText, 'environment'>): void {
  if (environment === undefined) return;
  throw usageError(
    `Commands cannot change an environment, and '${environment}' is selected; nothing was written.`,
    `Remove --env (and unset AKRELAY_ENV) to change the base values, or edit environments: ${environment}: in the file.`,
  );
}

interface PlannedText {
  readonly text: string;
  readonly splices: readonly Splice[];
  /** What the text must say, without ties to the old text: that of a large file is let go before the new one is read. */
  readonly meaning: Value;
}

function plannedText(source: ConfigText, change: ConfigChange): PlannedText | 'unchanged' {
  const parsed = readTree(source.text);
  const before = parsed.root;
  if (before === undefined) throw problemsError(source.shownAs, understand(source, parsed));
  const after = plannedTree(source, before, change);
  if (after === before) return 'unchanged';
  try {
    const splices = editTree(source.text, before, after, parsed.shared);
    return { text: applySplices(source.text, splices), splices, meaning: copyOf(after) };
  } catch (error) {
    if (error instanceof Refusal) throw refused(source, error);
    throw error;
  }
}

/** A file whose shape is wrong has nothing that a change could hold on to. */
function plannedTree(source: ConfigText, before: MapValue, change: ConfigChange): MapValue {
  try {
    return changed(before, change);
  } catch (error) {
    const reading = readConfig(source);
    if (reading.config === undefined) throw problemsError(source.shownAs, reading);
    throw error;
  }
}

function changed(root: MapValue, change: ConfigChange): MapValue {
  switch (change.kind) {
    case 'add-sender':
      return addSender(root, change);
    case 'edit-sender':
      return editSender(root, change);
    case 'clone-sender':
      return cloneSender(root, change);
    case 'rename-sender':
      return renameSender(root, change);
    case 'delete-sender':
      return deleteSender(root, change);
    case 'add-virtual':
      return addVirtual(root, change);
    case 'edit-virtual':
      return editVirtual(root, change);
    case 'clone-virtual':
      return cloneVirtual(root, change);
    case 'rename-virtual':
      return renameVirtual(root, change);
    case 'delete-virtual':
      return deleteVirtual(root, change);
    case 'attach':
      return attach(root, change);
    case 'detach':
      return detach(root, change);
    case 'move-rule':
      return moveRule(root, change);
    case 'set-shares':
      return setShares(root, change);
  }
}

function refused({ shownAs, text }: ConfigText, { offset, reason }: Refusal): AkrelayError {
  const line = lineOf(startsOfLines(text), offset);
  return new AkrelayError('config', {
    message: `${shownAs}:${line} cannot be changed safely: ${reason}. Nothing was written.`,
    hint: 'Edit this line in the file, then run: akrelay config validate',
  });
}

/** The warnings. Errors that were there before are the file's; new ones are the change's. */
function mustBeValid(source: ConfigText, text: string, parsed: ParsedText): readonly Problem[] {
  const { config, problems } = understand({ ...source, text }, parsed);
  if (config !== undefined) return problems;
  const before = readConfig(source);
  if (before.config === undefined) throw problemsError(source.shownAs, before);
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new AkrelayError('usage', {
    message: 'The change would make the config invalid; nothing was written.',
    hint: 'Correct the values you gave.',
    details: errors.map(problemLine),
  });
}
