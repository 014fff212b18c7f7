import { agreed, askNewName, chooseSender } from '../ask-names.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { openConfigToChange } from '../open-config.js';
import { readOption, senderName } from '../words.js';

interface Options {
  readonly name: string | undefined;
  readonly copy: string | undefined;
  readonly flags: ChangeFlags;
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command.argument('[name]', 'name of the sender').argument('[copy]', 'name of the copy');
    declareChangeFlags(command);
    withExamples(command, ['akrelay sender clone sendsay-main sendsay-stage']);
  },
  parse: ({ args: [name, copy], options }) => ({
    name: typeof name === 'string' ? name : undefined,
    copy: readOption(senderName, 'copy', copy),
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: async ({ name, copy: given, flags }, world) => {
    const config = await openConfigToChange(world);
    const { calledAs, origin } = await chooseSender(name, config, world.prompts, '<name>');
    const taken = config.senders.map((one) => one.name);
    const copy = given ?? (await askNewName('Name of the copy', taken, world.prompts, '<copy>'));
    const change = { kind: 'clone-sender', name: calledAs, copy } as const;
    return changeConfig(change, agreed(flags, given === undefined ? 'asked' : origin), world);
  },
};
