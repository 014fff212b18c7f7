import { AkrelayError } from '../../errors.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';

export interface ConfigPathResult {
  /** As it was given; absolute where it was searched for. */
  readonly path: string;
}

export const spec: CommandSpec<Record<string, never>, ConfigPathResult> = {
  prints: 'verbatim',
  declare: (command) => withExamples(command, ['akrelay config path', '$EDITOR "$(akrelay config path)"']),
  parse: () => ({}),
  run: async (_options, world) => {
    const { given } = world.config;
    if (given !== undefined) return { result: { path: given }, exit: 'done' };
    const path = await world.config.find();
    if (path === undefined)
      throw new AkrelayError('config', {
        message: 'No akrelay.yaml was found here or in a parent folder.',
        hint: 'Create one with: akrelay init',
      });
    return { result: { path }, exit: 'done' };
  },
};
