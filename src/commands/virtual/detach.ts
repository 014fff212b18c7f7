import { sameMatch } from '../../relay/describe.js';
import type { Rule, RuleMatch } from '../../relay/virtual-sender.js';
import type { Prompts } from '../../world/world.js';
import { chooseSender, chooseVirtual } from '../ask-names.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, declareRemovalFlags, removalFlagsOf } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { mustNotBeSwapped } from '../find.js';
import { openConfigToChange } from '../open-config.js';
import { declareMatchFlags, matchOf } from './match-flags.js';
import { settleShares } from './rebalance.js';

interface Options {
  readonly flags: ChangeFlags;
  readonly virtual: string | undefined;
  readonly sender: string | undefined;
  readonly match: RuleMatch | undefined;
  readonly shares: 'as-given' | 'rebalanced';
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command
      .argument('[virtual]', 'name of the virtual sender, or account/name')
      .argument('[sender]', 'name of the sender');
    declareMatchFlags(command);
    command
      .option('--default', 'only from the default rule (default: from every rule)')
      .option('--rebalance', 'adjust the other shares of the rule so that all total 100');
    declareRemovalFlags(command);
    withExamples(command, [
      'akrelay virtual detach newsletters cloud --rebalance --yes',
      'akrelay virtual detach newsletters cloud --to-domain gmail.com',
    ]);
  },
  parse: ({ args: [virtual, sender], options }) => ({
    virtual: typeof virtual === 'string' ? virtual : undefined,
    sender: typeof sender === 'string' ? sender : undefined,
    match: matchOf(options) ?? (options['default'] === true ? { kind: 'default' } : undefined),
    shares: options['rebalance'] === true ? 'rebalanced' : 'as-given',
    flags: removalFlagsOf(options),
  }),
  run: async ({ virtual: virtualName, sender: senderName, match, shares: asked, flags }, world) => {
    const config = await openConfigToChange(world);
    if (virtualName !== undefined && senderName !== undefined) mustNotBeSwapped(config, virtualName, senderName);
    const { prompts } = world;
    const { item, calledAs: virtual } = await chooseVirtual(virtualName, config, prompts, '<virtual>', 'asked');
    const used = new Set(item.rules.flatMap(({ senders }) => senders.map((share) => share.sender)));
    const senders = config.senders.filter(({ name }) => used.has(name));
    const sender = senderName ?? (await chooseSender(undefined, { senders }, prompts, '<sender>', 'asked')).calledAs;
    const shares = await settled(item.rules, { sender, match, shares: asked }, prompts);
    return changeConfig({ kind: 'detach', virtual, sender, match, shares }, flags, world);
  },
};

/** Whether the senders that stay in the rules take over the share: one answer for all of them. */
async function settled(
  rules: readonly Rule[],
  { sender, match, shares }: Pick<Options, 'match' | 'shares'> & { readonly sender: string },
  prompts: Prompts | undefined,
): Promise<Options['shares']> {
  const meant = rules.filter((rule) => match === undefined || sameMatch(rule.match, match));
  const left = meant
    .filter(({ senders }) => senders.some((share) => share.sender === sender))
    .map(({ senders }) => senders.filter((share) => share.sender !== sender))
    .find((others) => others.length > 0);
  return left === undefined ? shares : settleShares(shares, left, prompts);
}
