import { requireConfig } from '../../config/read-config.js';
import { usesOf } from '../../relay/describe.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { findSender } from '../find.js';
import type { ListedSender } from './list.js';

interface Options {
  readonly name: string;
}

export const senderShow: CommandSpec<Options, ListedSender> = {
  prints: 'data',
  declare: (command) => {
    command.argument('<name>', 'name of the sender');
    withExamples(command, ['akrelay sender show sendsay-main', 'akrelay sender show sendsay-main --format panel']);
  },
  parse: ({ args }) => ({ name: String(args[0]) }),
  run: async ({ name }, world) => {
    const { senders, virtualSenders } = requireConfig(await world.config.read());
    return {
      result: { sender: findSender(senders, name), uses: usesOf(virtualSenders).get(name) ?? [] },
      exit: 'done',
    };
  },
};
