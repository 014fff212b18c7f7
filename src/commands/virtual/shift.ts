import { usageError } from '../../errors.js';
import type { ExitName } from '../../exit-code.js';
import { describeMatch, ruleCalled, sameMatch } from '../../relay/describe.js';
import { partsText } from '../../relay/shift.js';
import type { Part, Rule, RuleMatch, VirtualSender } from '../../relay/virtual-sender.js';
import type { World } from '../../world/world.js';
import { chooseVirtual } from '../ask-names.js';
import type { CommandSpec } from '../command.js';
import { findSender } from '../find.js';
import { openConfigToChange } from '../open-config.js';
import { declareShift, parseShift, type ShiftOptions } from './shift/options.js';
import { stepsOf } from './shift/plan.js';
import { openShiftFile } from './shift/state.js';
import { mustHaveSenders, type Shift, type ShiftEvent, takeSteps } from './shift/steps.js';

export interface ShiftResult {
  readonly virtual: string;
  readonly match: RuleMatch;
  readonly to: string;
  /** The shares before the first step, of this call or of the one that it continues. */
  readonly before: readonly Part[];
  /** The shares when the call began. */
  readonly now: readonly Part[];
  /** The shares after each step that is left. */
  readonly plan: readonly (readonly Part[])[];
  readonly proofs: 'each-step' | 'none';
  readonly mode: ShiftOptions['mode'];
  /** What happens. Read once. */
  readonly events: AsyncIterable<ShiftEvent>;
}

export const spec: CommandSpec<ShiftOptions, ShiftResult> = {
  prints: 'data',
  declare: declareShift,
  parse: parseShift,
  run: async (options, world) => {
    const stateFile = options.state ?? `${(await world.config.find()) ?? 'akrelay.yaml'}.shift.json`;
    const isDry = options.mode === 'dry-run';
    const lock = isDry ? undefined : await world.files.lock(stateFile);
    try {
      const shift = await shiftOf(options, stateFile, world);
      const { state, now, steps } = shift;
      let exit: ExitName = 'done';
      const events = (async function* (): AsyncGenerator<ShiftEvent> {
        try {
          if (isDry) return;
          for await (const event of takeSteps(shift, options, world)) {
            exit = event.kind === 'stopped' ? event.exit : event.kind === 'went-back' ? 'no' : 'done';
            yield event;
          }
        } finally {
          await lock?.release();
        }
      })();
      const { virtual, match, to, before } = state;
      const proofs = options.proof === undefined ? 'none' : 'each-step';
      const result = { virtual, match, to, before, now, plan: steps, proofs, mode: options.mode, events } as const;
      return { result, exit: () => exit };
    } catch (error) {
      await lock?.release();
      throw error;
    }
  },
};

async function shiftOf(options: ShiftOptions, stateFile: string, world: World): Promise<Shift> {
  const config = await openConfigToChange(world);
  const { item, calledAs } = await chooseVirtual(options.virtual, config, world.prompts, '<virtual>');
  const { to } = options.growth;
  if (options.proof !== undefined && config.test.recipients.length === 0)
    throw usageError(
      'The config has no test.recipients to send the proofs to.',
      'Under test.recipients in the config, add an address whose mailbox akrelay can read.',
    );
  findSender(config.senders, to);
  const { match, senders } = ruleIn(item, options.rule);
  const now = senders.map(({ sender, percent }) => ({ sender, percent }));
  if (!now.some(({ sender }) => sender === to))
    throw usageError(
      `Sender ${to} is not in ${ruleCalled(match)} of ${calledAs}, which has ${partsText(now)}.`,
      `Add it without a share first: akrelay virtual attach ${calledAs} ${to} --percent 0`,
    );
  const file = await openShiftFile(stateFile, { virtual: calledAs, match, to }, world.files);
  const state = file.begun ?? { virtual: calledAs, match, to, before: now };
  mustHaveSenders(state, now, stateFile);
  return { state, now, steps: stepsOf(state.before, now, options.growth), file };
}

function ruleIn({ name, rules }: VirtualSender, wanted: ShiftOptions['rule']): Rule {
  const match = wanted ?? { kind: 'default' as const };
  const found = typeof match === 'number' ? rules[match - 1] : rules.find((rule) => sameMatch(rule.match, match));
  if (found !== undefined) return found;
  throw usageError(
    `${name} has no rule ${typeof match === 'number' ? match : `'${describeMatch(match)}'`}.`,
    `See its rules with: akrelay virtual show ${name}`,
  );
}
