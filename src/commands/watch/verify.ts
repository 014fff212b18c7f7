import { AkrelayError, exitOf, usageError } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import type { Inputs, World } from '../../world/world.js';
import { withExamples, withExitCodes } from '../declare.js';
import { judgeFor, judgeTask } from '../verify/judge-for.js';
import { declareJudging, parseVerify, type VerifyOptions } from '../verify/options.js';
import type { MessageResult, VerifySummary } from '../verify/result.js';
import { newTally, type Tally } from '../verify/tally.js';
import { inPlace, workOf } from '../verify/work.js';
import { configInForce } from '../verify.js';
import { newMessages } from './new-messages.js';
import type { Look } from './run.js';
import { watchSpec } from './spec.js';

export const spec = watchSpec<VerifyOptions>({
  command: 'verify',
  declare: (command) => {
    command
      .description(
        'Check each new message of a mailbox once, to find mail that did not come through the relay. Each run prints one line, and one more for each message that is not confirmed. Press Ctrl-C to stop it.',
      )
      .argument('<file...>', 'Maildirs, folders with messages (.eml), or mbox files');
    declareJudging(command);
    withExitCodes(command, {
      0: 'all new messages are confirmed, or there are none',
      1: 'a message is not confirmed',
      2: 'cannot tell for a message',
      143: 'ended by SIGTERM',
    });
    withExamples(command, [
      'akrelay watch verify /var/mail/seed --receiver mx.example.net --state seed.json',
      'akrelay watch verify ~/Maildir --sender sendsay --every 5m --state seed.json --json',
      'akrelay watch verify seed.mbox --once --state seed.json --metrics akrelay.prom',
    ]);
  },
  parse: (raw, { state }) => {
    const options = parseVerify(raw);
    if (options.files.includes('-'))
      throw usageError('Standard input cannot be watched.', 'Give a Maildir, a folder or an mbox file.');
    if (state === undefined)
      throw usageError(
        'A value is missing: --state.',
        'Name a file that remembers the checked messages, such as: --state seed.json',
      );
    return options;
  },
  subject: ({ files }) => files,
  look: (options) => (world, seen) => look(options, world, seen),
});

/** So many are told of one run; all are counted. */
const mostAlarms = 100;

async function look(options: VerifyOptions, world: World, seen: readonly string[]): Promise<Look> {
  const { files: operands, folders } = options;
  const { files } = world.messages.inputs({ operands, folders, namesFrom: undefined });
  const unjudged = newMessages(seen);
  const tally = newTally();
  const alarms: MessageResult[] = [];
  let reading: 'whole' | 'with-gaps' = 'whole';
  for await (const batch of await judged(unjudged.of(files), options, world)) {
    // What a reading that was broken off gives is not a result.
    world.cancelled.throwIfAborted();
    for (const result of batch) {
      tally.add(result);
      if (result.kind === 'failed' && result.problem.kind !== 'not-an-email') reading = 'with-gaps';
      if (isAlarm(result) && alarms.length < mostAlarms) alarms.push(result);
    }
  }
  world.cancelled.throwIfAborted();
  const { summary } = tally.counts();
  // A folder that could not be read has not lost its messages.
  const kept = reading === 'whole' ? unjudged.keys() : [...new Set([...seen, ...unjudged.keys()])];
  return {
    found: { kind: 'verify', summary, alarms },
    verdict: verdictOf(summary),
    exit: exitOfTally(tally),
    seen: kept,
  };
}

async function judged(
  files: Inputs['files'],
  options: VerifyOptions,
  world: World,
): Promise<AsyncIterable<readonly MessageResult[]>> {
  const judge = judgeFor(judgeTask(options, await configInForce(options, world)));
  if (options.auth === undefined) return inPlace(workOf(files, judge));
  const [{ withAuthentication }, authenticator] = await Promise.all([
    import('../verify/authentication.js'),
    world.authenticator(options.auth),
  ]);
  return withAuthentication(files, judge, authenticator);
}

function isAlarm(result: MessageResult): boolean {
  return result.kind === 'failed' || result.verdict.verdict !== 'confirmed';
}

function verdictOf({ total, notConfirmed, unknown, failed }: VerifySummary): string {
  if (notConfirmed > 0) return 'not-confirmed';
  if (unknown > 0) return 'unknown';
  if (failed > 0) return 'failed';
  return total > 0 ? 'confirmed' : 'nothing-new';
}

/** As of `verify`, but one message that is no e-mail does not end the watch. */
function exitOfTally(tally: Tally): ExitName {
  try {
    return tally.exit();
  } catch (error) {
    if (error instanceof AkrelayError) return exitOf[error.kind];
    throw error;
  }
}
