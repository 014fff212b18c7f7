import { agreed, chooseVirtual } from '../ask-names.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { missingAnswers } from '../missing.js';
import { openConfigToChange } from '../open-config.js';
import { platformNumber, problemWith, readOption } from '../words.js';

interface Options {
  readonly name: string | undefined;
  readonly account: number | undefined;
  readonly flags: ChangeFlags;
}

export const virtualEdit: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command
      .argument('[name]', 'name of the virtual sender, or account/name')
      .option('--account <n>', 'account it belongs to');
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
    const answer = await world.prompts.text({
      message: 'Number of its account',
      default: String(now.account),
      problem: (text) => problemWith(platformNumber, text),
    });
    const change = { kind: 'edit-virtual', name: calledAs, account: Number(answer) } as const;
    return changeConfig(change, { ...flags, confirmation: 'asked' }, world);
  },
};
