import { requireConfig } from '../../config/read-config.js';
import type { VirtualSender } from '../../relay/virtual-sender.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';

export interface VirtualListResult {
  readonly virtualSenders: readonly VirtualSender[];
}

export const spec: CommandSpec<Record<string, never>, VirtualListResult> = {
  prints: 'data',
  declare: (command) =>
    withExamples(command, ['akrelay virtual list', "akrelay virtual list --json | jq -r '.virtualSenders[].name'"]),
  parse: () => ({}),
  run: async (_options, world) => {
    const { virtualSenders } = requireConfig(await world.config.read());
    return { result: { virtualSenders }, exit: 'done' };
  },
};
