import type { Command } from 'commander';

/** How a command that changes the file goes about it. */
export interface ChangeFlags {
  /** `dry-run` shows the change and stops. */
  readonly mode: 'apply' | 'dry-run';
  readonly show: 'summary' | 'diff';
  /** `required`: a removal that `--yes` did not allow; an error where nobody can be asked. */
  readonly confirmation: Confirmation;
  /** `kept`: the old text stays next to the file. */
  readonly backup: 'none' | 'kept';
}

export type Confirmation = 'not-needed' | 'asked' | 'required';

/** Declares `--dry-run`, `--diff` and `--backup`. */
export function declareChangeFlags(command: Command): void {
  command
    .option('--dry-run', 'show the change and write nothing')
    .option('--diff', 'print the change as a unified diff; with --dry-run, exit 1 if there is one')
    .option('--backup', 'keep the previous file as akrelay.yaml.bak');
}

/** Declares the flags of a command that takes something out of the file. */
export function declareRemovalFlags(command: Command): void {
  command.option('--yes', 'remove without confirmation');
  declareChangeFlags(command);
}

export function changeFlagsOf(options: Readonly<Record<string, unknown>>, confirmation: Confirmation): ChangeFlags {
  return {
    mode: options['dryRun'] === true ? 'dry-run' : 'apply',
    show: options['diff'] === true ? 'diff' : 'summary',
    confirmation,
    backup: options['backup'] === true ? 'kept' : 'none',
  };
}

export function removalFlagsOf(options: Readonly<Record<string, unknown>>): ChangeFlags {
  return changeFlagsOf(options, options['yes'] === true ? 'not-needed' : 'required');
}
