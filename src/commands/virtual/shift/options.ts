import type { Command } from 'commander';
import { usageError } from '../../../errors.js';
import type { RuleMatch } from '../../../relay/virtual-sender.js';
import type { RawWords } from '../../command.js';
import { withExamples, withExitCodes } from '../../declare.js';
import { waiting } from '../../duration.js';
import { declareProofWays, type ProveOptions, parseProve } from '../../prove/options.js';
import { filePath, readOption, senderName, wholeNumber } from '../../words.js';
import { declareMatchFlags, matchOf } from '../match-flags.js';
import type { Growth } from './plan.js';

export interface ShiftOptions {
  /** Undefined: the only one, or a person is asked. */
  readonly virtual: string | undefined;
  /** By its number, 1 = the first, or by its condition; undefined: the default rule. */
  readonly rule: number | RuleMatch | undefined;
  readonly growth: Growth;
  /** Undefined: no proofs. */
  readonly proof: ProveOptions | undefined;
  /** Between two steps. */
  readonly pauseMs: number;
  readonly mode: 'apply' | 'dry-run';
  readonly state: string | undefined;
}

export function declareShift(command: Command): void {
  command
    .description(
      'Move the share of a rule to one of its senders, step by step. With --prove, each step is written to the config only after the sender is proved; if it is not, the shares from before the first step are restored. Run the same command again to continue.',
    )
    .argument('[virtual]', 'name of the virtual sender, or account/name')
    .option('--to <sender>', 'sender whose share grows')
    .option('--rule <n>', 'number of the rule, as virtual show prints it (default: the default rule)');
  declareMatchFlags(command);
  command
    .option('--step <percent>', 'how much the share grows in a step (default: 10)')
    .option('--until <percent>', 'share at the end (default: 100)')
    .option('--prove', 'prove the sender before each step, as akrelay prove does')
    .option('--pause <duration>', 'time between two steps (default: none)')
    .option('--dry-run', 'show the steps and write nothing')
    .option('--state <file>', 'file that keeps the shares from before the first step (default: next to the config)');
  declareProofWays(command);
  withExitCodes(command, {
    0: 'all steps done',
    1: 'not proved; the first shares were restored',
    2: 'pending, or cannot tell; the shares stay',
    73: 'the rule was changed in the meantime',
  });
  withExamples(command, [
    'akrelay virtual shift newsletters --to cloud --step 10 --prove --mailbox qa --dry-run',
    'akrelay virtual shift newsletters --to cloud --step 10 --prove --mailbox qa --pause 1h',
    'akrelay virtual shift newsletters --rule 2 --to cloud --until 50 --prove --mailbox qa',
  ]);
}

/** Flags that only a proof has a use for. */
const ofProofs = [
  'wait',
  'from',
  'receiver',
  'resolver',
  'dnsCache',
  'skip',
  'store',
  'mailbox',
  'imap',
  'maildir',
  'mbox',
  'mailpit',
];

/** Throws `usage`. */
export function parseShift({ args: [virtual], options }: RawWords): ShiftOptions {
  const to = readOption(senderName, '--to', options['to']);
  if (to === undefined)
    throw usageError('A value is missing: --to.', 'Name the sender whose share grows: --to <sender>');
  const pauseMs = readOption(waiting, '--pause', options['pause']);
  const proves = options['prove'] === true;
  const useless = proves ? undefined : ofProofs.find((name) => options[name] !== undefined);
  if (useless !== undefined)
    throw usageError(
      `--${useless === 'dnsCache' ? 'dns-cache' : useless} has no effect without --prove.`,
      'Add --prove, or remove it.',
    );
  if (!proves && pauseMs === undefined)
    throw usageError(
      'Without --prove and --pause, all steps would be written at once.',
      `Add --prove, or set the share at once: akrelay virtual attach ${virtual ?? '<virtual>'} ${to} --percent 100 --rebalance`,
    );
  return {
    virtual: readOption(senderName, '<virtual>', virtual),
    rule: ruleOf(options),
    growth: {
      to,
      step: readOption(wholeNumber(1, 100), '--step', options['step']) ?? 10,
      until: readOption(wholeNumber(1, 100), '--until', options['until']) ?? 100,
    },
    proof: proves ? parseProve({ args: [to], options: { ...options, to: undefined } }) : undefined,
    pauseMs: pauseMs ?? 0,
    mode: options['dryRun'] === true ? 'dry-run' : 'apply',
    state: readOption(filePath, '--state', options['state']),
  };
}

function ruleOf(options: RawWords['options']): ShiftOptions['rule'] {
  const number = readOption(wholeNumber(1, 1_000_000), '--rule', options['rule']);
  const match = matchOf(options);
  if (number !== undefined && match !== undefined)
    throw usageError('--rule cannot be used with --from-domain, --to-domain or --group.', 'Remove one of them.');
  return number ?? match;
}
