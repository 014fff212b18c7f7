import type { World } from '../../world/world.js';
import { askWord } from '../ask-word.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { missingAnswers } from '../missing.js';
import { openConfigToChange } from '../open-config.js';
import { platformNumber, problemWith, readOption, senderName } from '../words.js';

interface Options {
  readonly name: string | undefined;
  readonly account: number | undefined;
  readonly flags: ChangeFlags;
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command
      .argument('[name]', 'name of the new virtual sender, unique in its account')
      .option('--account <n>', 'account number');
    declareChangeFlags(command);
    withExamples(command, ['akrelay virtual create newsletters --account 306']);
  },
  parse: ({ args: [name], options }) => ({
    name: readOption(senderName, 'name', name),
    account: readOption(platformNumber, '--account', options['account']),
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: async (options, world) => {
    const { name, account } = await complete(options, world);
    const isAsked = options.name === undefined || options.account === undefined;
    const flags = isAsked ? ({ ...options.flags, confirmation: 'asked' } as const) : options.flags;
    return changeConfig({ kind: 'add-virtual', name, account }, flags, world);
  },
};

async function complete({ name, account }: Options, world: World): Promise<{ name: string; account: number }> {
  if (name !== undefined && account !== undefined) return { name, account };
  const { prompts } = world;
  if (prompts === undefined)
    throw missingAnswers(
      [...(name === undefined ? ['<name>'] : []), ...(account === undefined ? ['--account'] : [])],
      'asked-on-a-terminal',
    );
  // Better said before the questions than after them.
  await openConfigToChange(world);
  const chosen =
    name ??
    (await prompts.text({
      message: 'Name of the virtual sender',
      help: 'As in the panel under Settings, Virtual Senders.',
      problem: (answer) => problemWith(senderName, answer),
    }));
  return { name: chosen, account: account ?? (await askWord('Account number', platformNumber, prompts)) };
}
