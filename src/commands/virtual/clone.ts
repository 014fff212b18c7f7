import { agreed, askNewName, chooseVirtual } from '../ask-names.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { openConfigToChange } from '../open-config.js';
import { platformNumber, readOption, senderName } from '../words.js';

interface Options {
  readonly name: string | undefined;
  readonly copy: string | undefined;
  /** Undefined = the account of the original. */
  readonly account: number | undefined;
  readonly flags: ChangeFlags;
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command
      .argument('[name]', 'name of the virtual sender, or account/name')
      .argument('[copy]', 'name of the copy')
      .option('--account <n>', 'account of the copy (default: the same)');
    declareChangeFlags(command);
    withExamples(command, ['akrelay virtual clone newsletters newsletters-stage --account 307']);
  },
  parse: ({ args: [name, copy], options }) => ({
    name: typeof name === 'string' ? name : undefined,
    copy: readOption(senderName, 'copy', copy),
    account: readOption(platformNumber, '--account', options['account']),
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: async ({ name, copy: given, account, flags }, world) => {
    const config = await openConfigToChange(world);
    const { item, calledAs, origin } = await chooseVirtual(name, config, world.prompts, '<name>');
    const taken = config.virtualSenders.filter((one) => one.account === item.account).map((one) => one.name);
    const copy = given ?? (await askNewName('Name of the copy', taken, world.prompts, '<copy>'));
    const change = { kind: 'clone-virtual', name: calledAs, copy, account } as const;
    return changeConfig(change, agreed(flags, given === undefined ? 'asked' : origin), world);
  },
};
