import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { readWord, senderName } from '../words.js';

interface Options {
  readonly name: string;
  readonly to: string;
  readonly flags: ChangeFlags;
}

export const virtualRename: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command.argument('<name>', 'name of the virtual sender, or account/name').argument('<new-name>', 'its new name');
    declareChangeFlags(command);
    withExamples(command, ['akrelay virtual rename newsletters news']);
  },
  parse: ({ args: [name, to], options }) => ({
    name: String(name),
    to: readWord(senderName, 'new-name', String(to)),
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: ({ name, to, flags }, world) => changeConfig({ kind: 'rename-virtual', name, to }, flags, world),
};
