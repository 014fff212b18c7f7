import { requireConfig } from '../../config/read-config.js';
import type { VirtualSender } from '../../relay/virtual-sender.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { findVirtual } from '../find.js';

interface Options {
  readonly name: string;
}

export const virtualShow: CommandSpec<Options, VirtualSender> = {
  prints: 'data',
  declare: (command) => {
    command.argument('<name>', 'name of the virtual sender, or account/name');
    withExamples(command, ['akrelay virtual show newsletters']);
  },
  parse: ({ args }) => ({ name: String(args[0]) }),
  run: async ({ name }, world) => {
    const { virtualSenders } = requireConfig(await world.config.read());
    return { result: findVirtual(virtualSenders, name), exit: 'done' };
  },
};
