import type { RuleMatch } from '../../relay/virtual-sender.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { missingAnswers } from '../missing.js';
import { readWord, wholeNumber } from '../words.js';
import { declareMatchFlags, matchOf } from './match-flags.js';

const place = wholeNumber(1, 1_000_000);

interface Options {
  readonly virtual: string;
  readonly match: RuleMatch;
  /** 1 = the first rule. */
  readonly position: number;
  readonly flags: ChangeFlags;
}

export const virtualMove: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command
      .argument('<virtual>', 'name of the virtual sender, or account/name')
      .requiredOption('--position <n>', 'its new place from the top, 1 = first; the default rule stays last');
    declareMatchFlags(command);
    declareChangeFlags(command);
    withExamples(command, ['akrelay virtual move newsletters --to-domain gmail.com --position 1']);
  },
  parse: ({ args: [virtual], options }) => {
    const match = matchOf(options);
    if (match === undefined) throw missingAnswers(['--from-domain, --to-domain or --group'], 'never-asked');
    return {
      virtual: String(virtual),
      match,
      position: readWord(place, '--position', String(options['position'])),
      flags: changeFlagsOf(options, 'not-needed'),
    };
  },
  run: ({ virtual, match, position, flags }, world) =>
    changeConfig({ kind: 'move-rule', virtual, match, position }, flags, world),
};
