import { maskedText } from '../../config/masked-text.js';
import { requireConfig } from '../../config/read-config.js';
import { type ResolvedValue, resolveConfig } from '../../config/resolve.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';

interface Options {
  readonly show: 'file' | 'resolved';
}

export interface ConfigShowResult {
  /** As it was given; absolute where it was searched for. */
  readonly path: string;
  /** As shown to people. */
  readonly file: string;
  /** Undefined = the base. */
  readonly environment: string | undefined;
  readonly show: 'file' | 'resolved';
  /** The file as it is, passwords masked. */
  readonly text: string;
  /** With the presets' values. */
  readonly resolved: ResolvedValue;
}

export const spec: CommandSpec<Options, ConfigShowResult> = {
  prints: 'verbatim',
  declare: (command) => {
    command.option('--resolved', 'add the values of the presets, and show where each value comes from');
    withExamples(command, [
      'akrelay config show',
      'akrelay config show --resolved --env stage',
      'akrelay config show --json',
    ]);
  },
  parse: ({ options }) => ({ show: options['resolved'] ? 'resolved' : 'file' }),
  run: async ({ show }, world) => {
    const source = await world.config.read();
    requireConfig(source);
    const { shownAs: file, text, environment } = source;
    const path = world.config.given ?? source.path;
    const resolved = resolveConfig(text, environment);
    return { result: { path, file, environment, show, text: maskedText(text), resolved }, exit: 'done' };
  },
};
