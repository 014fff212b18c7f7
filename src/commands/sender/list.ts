import { requireConfig } from '../../config/read-config.js';
import { type SenderUse, usesOf } from '../../relay/describe.js';
import type { RelaySender } from '../../relay/sender.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';

/** A sender and the rules that name it. */
export interface ListedSender {
  readonly sender: RelaySender;
  readonly uses: readonly SenderUse[];
}

export interface SenderListResult {
  readonly senders: readonly ListedSender[];
}

export const spec: CommandSpec<Record<string, never>, SenderListResult> = {
  prints: 'data',
  declare: (command) =>
    withExamples(command, ['akrelay sender list', "akrelay sender list --json | jq -r '.senders[].name'"]),
  parse: () => ({}),
  run: async (_options, world) => {
    const { senders, virtualSenders } = requireConfig(await world.config.read());
    const uses = usesOf(virtualSenders);
    return {
      result: { senders: senders.map((sender) => ({ sender, uses: uses.get(sender.name) ?? [] })) },
      exit: 'done',
    };
  },
};
