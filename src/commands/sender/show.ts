import { requireConfig } from '../../config/read-config.js';
import { usesOf } from '../../relay/describe.js';
import { chooseSender } from '../ask-names.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import type { ListedSender } from './list.js';

interface Options {
  readonly name: string | undefined;
}

export const spec: CommandSpec<Options, ListedSender> = {
  prints: 'data',
  declare: (command) => {
    command.argument('[name]', 'name of the sender');
    withExamples(command, ['akrelay sender show sendsay-main', 'akrelay sender show sendsay-main --format panel']);
  },
  parse: ({ args: [name] }) => ({ name: typeof name === 'string' ? name : undefined }),
  run: async ({ name }, world) => {
    const config = requireConfig(await world.config.read());
    const { item: sender } = await chooseSender(name, config, world.prompts, '<name>');
    return { result: { sender, uses: usesOf(config.virtualSenders).get(sender.name) ?? [] }, exit: 'done' };
  },
};
