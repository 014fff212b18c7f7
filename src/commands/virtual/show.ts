import { requireConfig } from '../../config/read-config.js';
import type { VirtualSender } from '../../relay/virtual-sender.js';
import { chooseVirtual } from '../ask-names.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';

interface Options {
  readonly name: string | undefined;
}

export const spec: CommandSpec<Options, VirtualSender> = {
  prints: 'data',
  declare: (command) => {
    command.argument('[name]', 'name of the virtual sender, or account/name');
    withExamples(command, ['akrelay virtual show newsletters']);
  },
  parse: ({ args: [name] }) => ({ name: typeof name === 'string' ? name : undefined }),
  run: async ({ name }, world) => {
    const config = requireConfig(await world.config.read());
    const { item } = await chooseVirtual(name, config, world.prompts, '<name>');
    return { result: item, exit: 'done' };
  },
};
