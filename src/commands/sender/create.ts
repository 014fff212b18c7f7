import { usageError } from '../../errors.js';
import { presets } from '../../presets/index.js';
import type { SenderFields } from '../../relay/config-change.js';
import { shellWord } from '../../shell-word.js';
import type { Prompts, World } from '../../world/world.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, type Confirmation, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';
import { missingAnswers } from '../missing.js';
import { openConfigToChange } from '../open-config.js';
import { problemWith, readOption, senderName } from '../words.js';
import { declareFieldFlags, fieldsOf } from './field-flags.js';
import { askOpenFields, askProvider, openFlags, withPresetDefaults } from './form.js';

interface Options {
  readonly name: string | undefined;
  readonly fields: SenderFields;
  /** `taken`: the preset's value for everything that is left open. */
  readonly defaults: 'taken' | 'asked';
  readonly flags: ChangeFlags;
}

/** A sender ready to be written, and whether a person has yet to agree to it. */
interface NewSender {
  readonly name: string;
  readonly fields: SenderFields;
  readonly confirmation: Confirmation;
}

export const spec: CommandSpec<Options, ChangeResult> = {
  declare: (command) => {
    command.argument('[name]', 'name of the new sender');
    declareFieldFlags(command);
    command.option('--yes', 'use the preset values and its variable names for secrets, without asking');
    declareChangeFlags(command);
    withExamples(command, [
      'akrelay sender create',
      'akrelay sender create --provider sendsay --yes',
      'akrelay sender create sendsay-main --provider sendsay --username-env SENDSAY_LOGIN --password-env SENDSAY_PASSWORD',
      'akrelay sender create cloud --provider altcraft-cloud --host smtp.example.com:2525 --auth login --no-input --dry-run',
    ]);
  },
  parse: ({ args: [name], options }) => ({
    name: readOption(senderName, 'name', name),
    fields: fieldsOf(options),
    defaults: options['yes'] === true ? 'taken' : 'asked',
    flags: changeFlagsOf(options, 'not-needed'),
  }),
  run: async (options, world) => {
    const prompts = options.defaults === 'asked' ? world.prompts : undefined;
    const { name, fields, confirmation } = prompts ? await askSender(options, prompts, world) : givenSender(options);
    return changeConfig({ kind: 'add-sender', name, fields }, { ...options.flags, confirmation }, world);
  },
};

async function askSender({ name, fields }: Options, prompts: Prompts, world: World): Promise<NewSender> {
  const taken = (await openConfigToChange(world)).senders.map((sender) => sender.name);
  if (name !== undefined && taken.includes(name))
    throw usageError(`There is already a sender '${name}'.`, `Change it with: akrelay sender edit ${shellWord(name)}`);
  const provider = fields.provider ?? (await askProvider(prompts));
  const chosen = name ?? (await askName(provider, taken, prompts));
  return { name: chosen, fields: await askOpenFields(presets[provider], fields, prompts), confirmation: 'asked' };
}

function askName(provider: string, taken: readonly string[], prompts: Prompts): Promise<string> {
  const problem = (answer: string): string | undefined =>
    taken.includes(answer) ? 'There is already a sender with this name.' : problemWith(senderName, answer);
  return prompts.text({
    message: 'Name of the sender',
    help: 'Panel: Name. Commands and rules use it.',
    ...(taken.includes(provider) ? {} : { default: provider }),
    problem,
  });
}

/** The words alone. Throws one usage error for all that is missing. */
function givenSender({ name: given, fields, defaults }: Options): NewSender {
  const preset = fields.provider === undefined ? undefined : presets[fields.provider];
  const name = given ?? (defaults === 'taken' ? preset?.id : undefined);
  const missing = [
    ...(name === undefined ? ['<name>'] : []),
    ...(preset === undefined ? ['--provider'] : openFlags(preset, fields)),
  ];
  if (name === undefined || preset === undefined || missing.length > 0)
    throw missingAnswers(missing, 'asked-on-a-terminal');
  const wanted = defaults === 'taken' ? 'all' : 'required';
  return { name, fields: withPresetDefaults(preset, fields, wanted), confirmation: 'not-needed' };
}
