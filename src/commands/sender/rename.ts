import { agreed, askNewName, chooseSender } from '../ask-names.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { openConfigToChange } from '../open-config.js';
import { readOption, senderName } from '../words.js';

interface Options {
  readonly name: string | undefined;
  readonly to: string | undefined;
  readonly flags: ChangeFlags;
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command.argument('[name]', 'name of the sender').argument('[new-name]', 'its new name');
    declareChangeFlags(command);
    withExamples(command, ['akrelay sender rename sendsay-main sendsay-news']);
  },
  parse: ({ args: [name, to], options }) => ({
    name: typeof name === 'string' ? name : undefined,
    to: readOption(senderName, 'new-name', to),
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: async ({ name, to: given, flags }, world) => {
    const config = await openConfigToChange(world);
    const { calledAs, origin } = await chooseSender(name, config, world.prompts, '<name>');
    const taken = config.senders.map((one) => one.name);
    const to = given ?? (await askNewName('New name', taken, world.prompts, '<new-name>'));
    const change = { kind: 'rename-sender', name: calledAs, to } as const;
    return changeConfig(change, agreed(flags, given === undefined ? 'asked' : origin), world);
  },
};
