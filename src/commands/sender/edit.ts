import { usageError } from '../../errors.js';
import { presets } from '../../presets/index.js';
import type { SenderFields } from '../../relay/config-change.js';
import { agreed, chooseSender } from '../ask-names.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { repeated, withExamples } from '../declare.js';
import { openConfigToChange } from '../open-config.js';
import { oneOf, readOptions } from '../words.js';
import { declareFieldFlags, fieldsOf } from './field-flags.js';
import { askAgain } from './form.js';

/** What `--unset` takes out of the file. */
const removals = {
  username: { username: null },
  password: { password: null },
  gateway: { gateway: null },
  'webhook-url': { webhookUrl: null },
  path: { pathHosts: [], pathNetworks: [] },
  'platform-id': { platformId: null },
  accounts: { accounts: [] },
} as const satisfies Readonly<Record<string, SenderFields>>;
const removable = Object.keys(removals) as (keyof typeof removals)[];

interface Options {
  readonly name: string | undefined;
  readonly fields: SenderFields;
  readonly flags: ChangeFlags;
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command.argument('[name]', 'name of the sender');
    declareFieldFlags(command);
    command.option('--unset <field>', `remove a value: ${removable.join(', ')} (repeatable)`, repeated);
    declareChangeFlags(command);
    withExamples(command, [
      'akrelay sender edit sendsay-main',
      'akrelay sender edit sendsay-main --host acme.gate.sendsay.ru:587',
      'akrelay sender edit sendsay-main --unset gateway --unset webhook-url --no-webhook',
    ]);
  },
  parse: ({ args: [name], options }) => {
    const unset = readOptions(oneOf(removable), '--unset', options['unset']) ?? [];
    const fields: SenderFields = Object.assign({}, ...unset.map((field) => removals[field]));
    return {
      name: typeof name === 'string' ? name : undefined,
      fields: { ...fields, ...fieldsOf(options) },
      flags: changeFlagsOf(options, 'not-needed'),
    };
  },
  run: async ({ name, fields, flags }, world) => {
    // With a flag nothing is left open: every other field keeps what it has.
    const isComplete = Object.keys(fields).length > 0;
    if (!isComplete && world.prompts === undefined)
      throw usageError(
        'No change was given.',
        'Add a flag, such as --tls starttls, or run the command on a terminal without --no-input.',
      );
    const { prompts } = world;
    const { item: sender, origin } = await chooseSender(name, await openConfigToChange(world), prompts, '<name>');
    if (isComplete || prompts === undefined)
      return changeConfig({ kind: 'edit-sender', name: sender.name, fields }, agreed(flags, origin), world);
    const answers = await askAgain(presets[sender.provider], sender, prompts);
    const change = { kind: 'edit-sender', name: sender.name, fields: answers } as const;
    return changeConfig(change, { ...flags, confirmation: 'asked' }, world);
  },
};
