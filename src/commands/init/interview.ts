import { planChange } from '../../config/plan-change.js';
import { type StarterAnswers, starterText } from '../../config/starter.js';
import { presets } from '../../presets/index.js';
import type { SenderFields } from '../../relay/config-change.js';
import type { ProviderId } from '../../relay/sender.js';
import type { TrustedReceiver } from '../../trace/path/verdict.js';
import type { Prompts } from '../../world/world.js';
import { mailbox, party } from '../mail-words.js';
import { ask, listOf } from '../sender/answers.js';
import { withPresetDefaults } from '../sender/form.js';
import { receiverWord } from '../verify/options.js';
import { problemWith, type WordKind } from '../words.js';

/** What a new file says, and the senders in it. */
export interface Interview {
  readonly text: string;
  readonly senders: readonly string[];
}

/** A few questions: the relays of both providers, the receiving servers, the addresses of tests. Enter leaves each out. */
export async function interview(prompts: Prompts): Promise<Interview> {
  const senders: { readonly name: ProviderId; readonly fields: SenderFields }[] = [];
  for (const id of ['sendsay', 'altcraft-cloud'] as const) {
    const message = `Do you send through ${presets[id].title}?`;
    const isUsed = await prompts.confirm({
      message,
      help: presets[id].summary,
      default: id === 'sendsay' ? 'yes' : 'no',
    });
    if (isUsed) senders.push({ name: id, fields: await fieldsFor(id, prompts) });
  }
  const text = starterText(await restOf(prompts));
  return { text: senders.reduce(withSender, text), senders: senders.map(({ name }) => name) };
}

/** Only what the preset does not know is asked; the rest is as `sender create --yes` writes it. */
async function fieldsFor(id: ProviderId, prompts: Prompts): Promise<SenderFields> {
  const preset = presets[id];
  let fields: SenderFields = { provider: id };
  for (const field of preset.form) {
    if (field.need !== 'required' || field.default !== undefined) continue;
    fields = { ...fields, [field.field]: await ask(field, undefined, prompts) };
  }
  return withPresetDefaults(preset, fields, 'all');
}

async function restOf(prompts: Prompts): Promise<StarterAnswers> {
  const receivers = await optional(
    prompts,
    listOf(receiverWord, 'names or networks of your servers', 'mx.example.net, 192.0.2.0/24'),
    {
      message: 'Your own mail servers',
      help: 'akrelay verify believes the Received lines of these servers. Enter their names in those lines, such as mx.example.net, or networks, separated by commas. Press Enter to skip.',
    },
  );
  const from = await optional(prompts, party, {
    message: 'Sender address of test messages',
    help: 'Press Enter to skip.',
  });
  const recipients = await optional(prompts, listOf(mailbox, 'e-mail addresses', 'qa@example.net, test@example.net'), {
    message: 'Who may receive test messages',
    help: 'Addresses separated by commas. akrelay send asks before it uses any other address. Press Enter to skip.',
  });
  return {
    receivers: (receivers ?? []).map(receiverEntry),
    from: from?.address,
    recipients: recipients ?? [],
  };
}

function receiverEntry(receiver: TrustedReceiver): StarterAnswers['receivers'][number] {
  return receiver.kind === 'name' ? { key: 'by', value: receiver.by } : { key: 'network', value: receiver.cidr };
}

async function optional<Value>(
  prompts: Prompts,
  kind: WordKind<Value>,
  question: { readonly message: string; readonly help: string },
): Promise<Value | undefined> {
  const problem = (text: string): string | undefined => (text === '' ? undefined : problemWith(kind, text));
  const answer = await prompts.text({ ...question, problem });
  return answer === '' ? undefined : kind.read(answer);
}

function withSender(text: string, { name, fields }: { readonly name: string; readonly fields: SenderFields }): string {
  const source = { shownAs: 'akrelay.yaml', text, readableBy: 'owner' as const };
  return planChange(source, { kind: 'add-sender', name, fields }).text;
}
