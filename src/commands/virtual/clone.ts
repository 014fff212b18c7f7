import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { platformNumber, readOption, readWord, senderName } from '../words.js';

interface Options {
  readonly name: string;
  readonly copy: string;
  /** Undefined = the account of the original. */
  readonly account: number | undefined;
  readonly flags: ChangeFlags;
}

export const virtualClone: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command
      .argument('<name>', 'name of the virtual sender, or account/name')
      .argument('<copy>', 'name of the copy')
      .option('--account <n>', 'account of the copy (default: the same)');
    declareChangeFlags(command);
    withExamples(command, ['akrelay virtual clone newsletters newsletters-stage --account 307']);
  },
  parse: ({ args: [name, copy], options }) => ({
    name: String(name),
    copy: readWord(senderName, 'copy', String(copy)),
    account: readOption(platformNumber, '--account', options['account']),
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: ({ name, copy, account, flags }, world) =>
    changeConfig({ kind: 'clone-virtual', name, copy, account }, flags, world),
};
