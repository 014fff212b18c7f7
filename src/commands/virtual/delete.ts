import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, declareRemovalFlags, removalFlagsOf } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';

interface Options {
  readonly flags: ChangeFlags;
  readonly name: string;
}

export const virtualDelete: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command.argument('<name>', 'name of the virtual sender, or account/name');
    declareRemovalFlags(command);
    withExamples(command, ['akrelay virtual delete newsletters --yes']);
  },
  parse: ({ args: [name], options }) => ({ name: String(name), flags: removalFlagsOf(options) }),
  run: ({ name, flags }, world) => changeConfig({ kind: 'delete-virtual', name }, flags, world),
};
