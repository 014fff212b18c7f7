import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { readWord, senderName } from '../words.js';

interface Options {
  readonly name: string;
  readonly copy: string;
  readonly flags: ChangeFlags;
}

export const senderClone: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command.argument('<name>', 'name of the sender').argument('<copy>', 'name of the copy');
    declareChangeFlags(command);
    withExamples(command, ['akrelay sender clone sendsay-main sendsay-stage']);
  },
  parse: ({ args: [name, copy], options }) => ({
    name: String(name),
    copy: readWord(senderName, 'copy', String(copy)),
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: ({ name, copy, flags }, world) => changeConfig({ kind: 'clone-sender', name, copy }, flags, world),
};
