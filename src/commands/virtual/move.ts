import { usageError } from '../../errors.js';
import type { RuleMatch } from '../../relay/virtual-sender.js';
import type { Prompts } from '../../world/world.js';
import { agreed, chooseVirtual } from '../ask-names.js';
import { askWord } from '../ask-word.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { missingAnswers } from '../missing.js';
import { openConfigToChange } from '../open-config.js';
import { readOption, wholeNumber } from '../words.js';
import { askRule } from './ask-rule.js';
import { declareMatchFlags, matchOf } from './match-flags.js';

const place = wholeNumber(1, 1_000_000);

interface Options {
  readonly virtual: string | undefined;
  readonly match: RuleMatch | undefined;
  /** 1 = the first rule. */
  readonly position: number | undefined;
  readonly flags: ChangeFlags;
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command
      .argument('[virtual]', 'name of the virtual sender, or account/name')
      .option('--position <n>', 'new position, 1 is first; the default rule stays last');
    declareMatchFlags(command);
    declareChangeFlags(command);
    withExamples(command, ['akrelay virtual move newsletters --to-domain gmail.com --position 1']);
  },
  parse: ({ args: [virtual], options }) => ({
    virtual: typeof virtual === 'string' ? virtual : undefined,
    match: matchOf(options),
    position: readOption(place, '--position', options['position']),
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: async (options, world) => {
    const { prompts } = world;
    if (prompts === undefined) mustBeGiven(options);
    const { item, calledAs, origin } = await chooseVirtual(
      options.virtual,
      await openConfigToChange(world),
      prompts,
      '<virtual>',
    );
    const movable = item.rules.filter(({ match }) => match.kind !== 'default');
    if (movable.length === 0)
      throw usageError(`'${calledAs}' has no rule to move: the default rule always stays last.`);
    const { match = await askRule(movable, person(prompts)) } = options;
    const { position = await askWord('New position, 1 = first', place, person(prompts)) } = options;
    const isAsked = options.match === undefined || options.position === undefined;
    const change = { kind: 'move-rule', virtual: calledAs, match, position } as const;
    return changeConfig(change, agreed(options.flags, isAsked ? 'asked' : origin), world);
  },
};

/** Throws one usage error for all that is missing. */
function mustBeGiven({ match, position }: Options): void {
  const missing = [
    ...(match === undefined ? ['--from-domain, --to-domain or --group'] : []),
    ...(position === undefined ? ['--position'] : []),
  ];
  if (missing.length > 0) throw missingAnswers(missing, 'asked-on-a-terminal');
}

function person(prompts: Prompts | undefined): Prompts {
  if (prompts === undefined) throw new Error('what is missing was told before');
  return prompts;
}
