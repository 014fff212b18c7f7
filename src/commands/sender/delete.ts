import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, declareRemovalFlags, removalFlagsOf } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';

interface Options {
  readonly flags: ChangeFlags;
  readonly name: string;
}

export const senderDelete: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command.argument('<name>', 'name of the sender');
    declareRemovalFlags(command);
    withExamples(command, ['akrelay sender delete sendsay-old', 'akrelay sender delete sendsay-old --yes']);
  },
  parse: ({ args: [name], options }) => ({ name: String(name), flags: removalFlagsOf(options) }),
  run: ({ name, flags }, world) => changeConfig({ kind: 'delete-sender', name }, flags, world),
};
