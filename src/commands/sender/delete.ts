import { chooseSender } from '../ask-names.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, declareRemovalFlags, removalFlagsOf } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { openConfigToChange } from '../open-config.js';

interface Options {
  readonly flags: ChangeFlags;
  readonly name: string | undefined;
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command.argument('[name]', 'name of the sender');
    declareRemovalFlags(command);
    withExamples(command, ['akrelay sender delete sendsay-old', 'akrelay sender delete sendsay-old --yes']);
  },
  parse: ({ args: [name], options }) => ({
    name: typeof name === 'string' ? name : undefined,
    flags: removalFlagsOf(options),
  }),
  run: async ({ name, flags }, world) => {
    const config = await openConfigToChange(world);
    const { calledAs } = await chooseSender(name, config, world.prompts, '<name>', 'asked');
    return changeConfig({ kind: 'delete-sender', name: calledAs }, flags, world);
  },
};
