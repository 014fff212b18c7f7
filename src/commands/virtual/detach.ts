import type { RuleMatch } from '../../relay/virtual-sender.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, declareRemovalFlags, removalFlagsOf } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { mustNotBeSwapped } from '../find.js';
import { openConfigToChange } from '../open-config.js';
import { declareMatchFlags, matchOf } from './match-flags.js';

interface Options {
  readonly flags: ChangeFlags;
  readonly virtual: string;
  readonly sender: string;
  readonly match: RuleMatch | undefined;
  readonly shares: 'as-given' | 'rebalanced';
}

export const virtualDetach: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command
      .argument('<virtual>', 'name of the virtual sender, or account/name')
      .argument('<sender>', 'name of the sender');
    declareMatchFlags(command);
    command
      .option('--default', 'only from the default rule; without a condition, from every rule')
      .option('--rebalance', 'fit the other shares of the rule, so that all total 100');
    declareRemovalFlags(command);
    withExamples(command, [
      'akrelay virtual detach newsletters cloud --rebalance --yes',
      'akrelay virtual detach newsletters cloud --to-domain gmail.com',
    ]);
  },
  parse: ({ args: [virtual, sender], options }) => ({
    virtual: String(virtual),
    sender: String(sender),
    match: matchOf(options) ?? (options['default'] === true ? { kind: 'default' } : undefined),
    shares: options['rebalance'] === true ? 'rebalanced' : 'as-given',
    flags: removalFlagsOf(options),
  }),
  run: async ({ virtual, sender, match, shares, flags }, world) => {
    mustNotBeSwapped(await openConfigToChange(world), virtual, sender);
    return changeConfig({ kind: 'detach', virtual, sender, match, shares }, flags, world);
  },
};
