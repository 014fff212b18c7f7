import { type CheckOptions, declareLooking, parseCheck } from '../check/options.js';
import { spec as check } from '../check.js';
import { withExamples, withExitCodes } from '../declare.js';
import { declareAdHocFlags, declareSessionFlags } from '../relay-flags.js';
import { watchSpec } from './spec.js';

export const spec = watchSpec<CheckOptions>({
  command: 'check',
  declare: (command) => {
    command.description(
      'Test relays on a schedule without sending mail. Each run prints one line. Press Ctrl-C to stop it.',
    );
    declareLooking(command);
    declareAdHocFlags(command);
    declareSessionFlags(command);
    withExitCodes(command, { 0: 'ready to send', 1: 'a step failed', 143: 'ended by SIGTERM' });
    withExamples(command, [
      'akrelay watch check --every 5m --metrics akrelay.prom',
      'akrelay watch check sendsay-main --min-days 21 --once --metrics akrelay.prom',
    ]);
  },
  parse: (raw) => parseCheck(raw),
  subject: ({ senders, relays }) => [...senders, ...relays.map(({ name }) => name)],
  look: (options) => async (world) => {
    const { result, exit } = await check.run(options, world);
    const { senders } = result;
    const verdict = (['fail', 'warn'] as const).find((word) => senders.some((one) => one.verdict === word)) ?? 'pass';
    return { found: { kind: 'check', senders }, verdict, exit: typeof exit === 'function' ? exit() : exit };
  },
});
