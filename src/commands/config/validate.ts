import type { Omitted, Problem } from '../../config/problem.js';
import { readConfig } from '../../config/read-config.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';

export interface ConfigValidateResult {
  /** As shown to people. */
  readonly file: string;
  readonly valid: boolean;
  /** In the order of the file. */
  readonly problems: readonly Problem[];
  /** How many there are besides these. */
  readonly omitted: Omitted;
}

export const spec: CommandSpec<Record<string, never>, ConfigValidateResult> = {
  declare: (command) =>
    withExamples(command, [
      'akrelay config validate',
      'akrelay config validate --format github',
      'akrelay config validate --format junit > config.xml',
    ]),
  parse: () => ({}),
  run: async (_options, world) => {
    const source = await world.config.read();
    const { config, problems, omitted } = readConfig(source);
    const result = { file: source.shownAs, valid: config !== undefined, problems, omitted };
    return { result, exit: result.valid ? 'done' : 'config' };
  },
};
