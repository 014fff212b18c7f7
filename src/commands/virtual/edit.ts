import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { findVirtual } from '../find.js';
import { missingAnswers } from '../missing.js';
import { openConfigToChange } from '../open-config.js';
import { platformNumber, problemWith, readOption } from '../words.js';

interface Options {
  readonly name: string;
  readonly account: number | undefined;
  readonly flags: ChangeFlags;
}

export const virtualEdit: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command
      .argument('<name>', 'name of the virtual sender, or account/name')
      .option('--account <n>', 'account that it belongs to');
    declareChangeFlags(command);
    withExamples(command, ['akrelay virtual edit newsletters --account 307']);
  },
  parse: ({ args: [name], options }) => ({
    name: String(name),
    account: readOption(platformNumber, '--account', options['account']),
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: async ({ name, account, flags }, world) => {
    const now = findVirtual((await openConfigToChange(world)).virtualSenders, name);
    if (account !== undefined) return changeConfig({ kind: 'edit-virtual', name, account }, flags, world);
    if (world.prompts === undefined) throw missingAnswers(['--account'], 'asked-on-a-terminal');
    const answer = await world.prompts.text({
      message: 'Number of its account',
      default: String(now.account),
      problem: (text) => problemWith(platformNumber, text),
    });
    const change = { kind: 'edit-virtual', name, account: Number(answer) } as const;
    return changeConfig(change, { ...flags, confirmation: 'asked' }, world);
  },
};
