import { agreed, chooseVirtual } from '../ask-names.js';
import { askWord } from '../ask-word.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { missingAnswers } from '../missing.js';
import { openConfigToChange } from '../open-config.js';
import { platformNumber, readOption } from '../words.js';

interface Options {
  readonly name: string | undefined;
  readonly account: number | undefined;
  readonly flags: ChangeFlags;
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command.argument('[name]', 'name of the virtual sender, or account/name').option('--account <n>', 'account number');
    declareChangeFlags(command);
    withExamples(command, ['akrelay virtual edit newsletters --account 307']);
  },
  parse: ({ args: [name], options }) => ({
    name: typeof name === 'string' ? name : undefined,
    account: readOption(platformNumber, '--account', options['account']),
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: async ({ name, account, flags }, world) => {
    const config = await openConfigToChange(world);
    const { item: now, calledAs, origin } = await chooseVirtual(name, config, world.prompts, '<name>');
    if (account !== undefined)
      return changeConfig({ kind: 'edit-virtual', name: calledAs, account }, agreed(flags, origin), world);
    if (world.prompts === undefined) throw missingAnswers(['--account'], 'asked-on-a-terminal');
    const other = await askWord('Account number', platformNumber, world.prompts, String(now.account));
    const change = { kind: 'edit-virtual', name: calledAs, account: other } as const;
    return changeConfig(change, { ...flags, confirmation: 'asked' }, world);
  },
};
