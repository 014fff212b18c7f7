import { sameMatch } from '../../relay/describe.js';
import type { RuleMatch, Share } from '../../relay/virtual-sender.js';
import type { World } from '../../world/world.js';
import { agreed, chooseSender, chooseVirtual, type Origin } from '../ask-names.js';
import { askWord } from '../ask-word.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { mustNotBeSwapped } from '../find.js';
import { mailbox } from '../mail-words.js';
import { openConfigToChange } from '../open-config.js';
import { percent, plainText, readOption, type WordKind } from '../words.js';
import { askRuleOrNew } from './ask-rule.js';
import { declareMatchFlags, matchOf } from './match-flags.js';
import { settleShares } from './rebalance.js';

/** Undefined = not given; '' = no override any more. */
interface Given {
  readonly percent: number | undefined;
  readonly fromEmail: string | undefined;
  readonly fromName: string | undefined;
  readonly replyTo: string | undefined;
}

interface Options extends Given {
  readonly virtual: string | undefined;
  readonly sender: string | undefined;
  /** Undefined: the default rule, unless a person is asked anyway. */
  readonly match: RuleMatch | undefined;
  readonly shares: 'as-given' | 'rebalanced';
  readonly flags: ChangeFlags;
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command
      .argument('[virtual]', 'name of the virtual sender, or account/name')
      .argument('[sender]', 'name of the sender')
      .option('--percent <n>', 'share of the rule in percent, 0 to 100 (default: 100)');
    declareMatchFlags(command);
    command
      .option('--from-email <address>', 'replace the From address')
      .option('--from-name <name>', 'replace the From name')
      .option('--reply-to <address>', 'set the Reply-To address')
      .option('--rebalance', 'adjust the other shares of the rule so that all total 100');
    declareChangeFlags(command);
    withExamples(command, [
      'akrelay virtual attach newsletters sendsay-main',
      'akrelay virtual attach newsletters sendsay-main --to-domain gmail.com --from-name "Shop"',
      'akrelay virtual attach newsletters cloud --percent 30 --rebalance',
    ]);
  },
  parse: ({ args: [virtual, sender], options }) => ({
    virtual: typeof virtual === 'string' ? virtual : undefined,
    sender: typeof sender === 'string' ? sender : undefined,
    match: matchOf(options),
    percent: readOption(percent, '--percent', options['percent']),
    fromEmail: readOption(orNone(mailbox), '--from-email', options['fromEmail']),
    fromName: readOption(orNone(plainText), '--from-name', options['fromName']),
    replyTo: readOption(orNone(mailbox), '--reply-to', options['replyTo']),
    shares: options['rebalance'] === true ? 'rebalanced' : 'as-given',
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: async (options, world) => {
    const { virtual, match, share, shares, origin } = await complete(options, world);
    return changeConfig({ kind: 'attach', virtual, match, share, shares }, agreed(options.flags, origin), world);
  },
};

interface Attachment {
  readonly virtual: string;
  readonly match: RuleMatch;
  readonly share: Share;
  readonly shares: Options['shares'];
  readonly origin: Origin;
}

/** What is to be attached where. Who names neither the virtual sender nor the sender is asked for rule and share too. */
async function complete(options: Options, world: World): Promise<Attachment> {
  const config = await openConfigToChange(world);
  const { prompts } = world;
  if (options.virtual !== undefined && options.sender !== undefined)
    mustNotBeSwapped(config, options.virtual, options.sender);
  const virtual = await chooseVirtual(options.virtual, config, prompts, '<virtual>');
  const { item: sender } = await chooseSender(options.sender, config, prompts, '<sender>');
  const { rules } = virtual.item;
  const person = options.virtual === undefined || options.sender === undefined ? prompts : undefined;
  const match = options.match ?? (person ? await askRuleOrNew(rules, person) : { kind: 'default' });
  const inRule = rules.find((one) => sameMatch(one.match, match))?.senders ?? [];
  const usual = shareOf(sender.name, options, inRule, options.shares);
  const isOpen = person !== undefined && options.percent === undefined;
  const share = isOpen
    ? {
        ...usual,
        percent: await askWord('Share of the rule in percent', percent, person, String(usual.percent)),
      }
    : usual;
  const after = [...inRule.filter((one) => one.sender !== sender.name), share];
  const shares = await settleShares(options.shares, after, prompts);
  const isAsked = person !== undefined || shares !== options.shares;
  return { virtual: virtual.calledAs, match, share, shares, origin: isAsked ? 'asked' : 'given' };
}

/** The new share: what is not given stays as it is in the rule; a first share is whole, a re-balanced one an even part. */
function shareOf(sender: string, given: Given, inRule: readonly Share[], shares: Options['shares']): Share {
  const before = inRule.find((share) => share.sender === sender);
  const whole = shares === 'rebalanced' ? Math.round(100 / (inRule.length + 1)) : 100;
  const override = (word: string | undefined, had: string | undefined) => (word === '' ? undefined : (word ?? had));
  return {
    sender,
    percent: given.percent ?? before?.percent ?? whole,
    fromEmail: override(given.fromEmail, before?.fromEmail),
    fromName: override(given.fromName, before?.fromName),
    replyTo: override(given.replyTo, before?.replyTo),
  };
}

/** An empty word is allowed: it takes the override out. */
function orNone(kind: WordKind<string>): WordKind<string> {
  return { ...kind, accepts: `${kind.accepts}, or '' for none`, read: (word) => (word === '' ? '' : kind.read(word)) };
}
