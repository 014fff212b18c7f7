import type { ChangePlan, Hunk } from '../config/change-plan.js';
import { planChange } from '../config/plan-change.js';
import type { Problem } from '../config/problem.js';
import { AkrelayError, cancelledError, usageError } from '../errors.js';
import type { ConfigChange } from '../relay/config-change.js';
import { safeText } from '../safe-text.js';
import type { ConfigSource } from '../world/files/config-files.js';
import type { Prompts, World } from '../world/world.js';
import type { ChangeFlags } from './change-flags.js';
import type { Outcome } from './command.js';

/** What a change did to the file, or would do. */
export interface ChangeResult {
  readonly change: ConfigChange;
  readonly state: 'written' | 'would-be-written' | 'unchanged';
  /** As shown to people. */
  readonly file: string;
  readonly hunks: readonly Hunk[];
  /** What `config validate` says of what was changed: warnings. */
  readonly findings: readonly Problem[];
  /** Where the old text was kept, as shown to people; undefined when it was not. */
  readonly backup: string | undefined;
  readonly show: ChangeFlags['show'];
  /** `already-shown`: a person saw the lines when asked to agree. */
  readonly lines: 'already-shown' | 'to-show';
}

interface PlannedChange extends ChangePlan {
  readonly file: string;
}

/**
 * Plan, show, apply. Throws `config` when the file or the change does not fit, `usage` when a removal needs an
 * agreement that nobody can give, `cancelled` when the person says no, `changed-on-disk` when the file is not any more
 * what the person agreed to.
 */
export async function changeConfig(
  change: ConfigChange,
  flags: ChangeFlags,
  world: Pick<World, 'config' | 'prompts'>,
): Promise<Outcome<ChangeResult>> {
  const { config } = world;
  const planOn = (source: ConfigSource): PlannedChange => ({ ...planChange(source, change), file: source.shownAs });
  const outcome = (plan: PlannedChange, state: ChangeResult['state'], lines: ChangeResult['lines']) => ({
    result: {
      change,
      state: plan.changed ? state : 'unchanged',
      file: plan.file,
      hunks: plan.hunks,
      findings: plan.findings,
      backup: plan.changed && state === 'written' && flags.backup === 'kept' ? `${plan.file}.bak` : undefined,
      show: flags.show,
      lines,
    } as const,
    exit: plan.changed && asksForDiff(flags) ? ('no' as const) : ('done' as const),
  });
  if (flags.mode === 'dry-run') return outcome(planOn(await config.read()), 'would-be-written', 'to-show');
  if (flags.confirmation === 'not-needed')
    return outcome(await config.update(planOn, flags.backup), 'written', 'to-show');
  const shown = planOn(await config.read());
  if (!shown.changed) return outcome(shown, 'unchanged', 'to-show');
  await agree(shown, flags.confirmation, world.prompts);
  return outcome(
    await config.update((source) => sameAs(shown, planOn(source)), flags.backup),
    'written',
    'already-shown',
  );
}

async function agree(
  plan: PlannedChange,
  confirmation: 'asked' | 'required',
  prompts: Prompts | undefined,
): Promise<void> {
  if (prompts === undefined)
    throw usageError('This command removes something from the config.', 'Add --yes to confirm.');
  const lines = plan.hunks.flatMap((hunk) => hunk.lines.filter(({ kind }) => kind !== 'context'));
  const agreed = await prompts.confirm({
    message: `Write this to ${safeText(plan.file)}?`,
    help: [
      ...lines.map(({ kind, text }) => `  ${marks[kind]}${safeText(text)}`),
      ...plan.findings.map(({ message, fix }) => safeText(`warning: ${message}. ${fix}`)),
    ].join('\n'),
    default: confirmation === 'asked' ? 'yes' : 'no',
  });
  if (!agreed) throw cancelledError('nothing was changed');
}

const marks = { added: '+', removed: '-', context: ' ' } as const;

/** A person's yes is for the lines that were shown, and for no others. */
function sameAs(shown: PlannedChange, now: PlannedChange): PlannedChange {
  if (JSON.stringify(now.hunks) === JSON.stringify(shown.hunks)) return now;
  throw new AkrelayError('changed-on-disk', {
    message: `${shown.file} changed on disk while you were answering. Nothing was written.`,
    hint: 'Run the command again.',
  });
}

/** As of diff(1): the exit code of a mere comparison says whether there is a difference. */
function asksForDiff({ mode, show }: ChangeFlags): boolean {
  return mode === 'dry-run' && show === 'diff';
}
