import { requireConfig } from '../../config/read-config.js';
import { secretCommands } from '../../config/secret-commands.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';

export interface ConfigAllowResult {
  /** As shown to people. */
  readonly file: string;
  /** What the file may run from now on: program and arguments, each once, in the order of the file. */
  readonly commands: readonly (readonly string[])[];
}

export const spec: CommandSpec<Record<string, never>, ConfigAllowResult> = {
  declare: (command) => withExamples(command, ['akrelay config allow']),
  parse: () => ({}),
  run: async (_options, world) => {
    const source = await world.config.read();
    requireConfig(source);
    await world.config.allow(source);
    return { result: { file: source.shownAs, commands: secretCommands(source.text) }, exit: 'done' };
  },
};
