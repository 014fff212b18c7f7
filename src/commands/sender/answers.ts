import type { FormField } from '../../presets/index.js';
import type { SenderFields } from '../../relay/config-change.js';
import { originOf } from '../../relay/describe.js';
import { type AuthMethod, authMethods, type SecretReference, type TlsMode, tlsModes } from '../../relay/sender.js';
import type { Prompts } from '../../world/world.js';
import { askWord as askFor } from '../ask-word.js';
import { commandLine } from '../command-line.js';
import { hostPattern, hostPort, network } from '../mail-words.js';
import { filePath, plainText, platformNumber, problemWith, variableName, type WordKind, webAddress } from '../words.js';

/** What a sender has now, as the answer that Enter keeps; undefined for a new sender. */
export type CurrentValue = string | number | boolean | readonly (string | number)[] | SecretReference | undefined;

type Answer = SenderFields[keyof SenderFields];

const tlsLabels: Readonly<Record<TlsMode, string>> = {
  starttls: 'starttls   Use Start TLS: Enable; required',
  none: 'none       Use Start TLS: Disable; everything is sent in clear text',
  implicit: 'implicit   TLS from the first byte, usually port 465',
};

const authLabels: Readonly<Record<AuthMethod, string>> = {
  login: 'login      Login in the panel',
  plain: 'plain',
  'cram-md5': 'cram-md5',
  xoauth2: 'xoauth2 (the password is an access token)',
  none: 'none       the relay identifies the sender by IP address',
};

/** Asks one question of a form until the answer can be used. Undefined: left out. */
export function ask(field: FormField, current: CurrentValue, prompts: Prompts): Promise<Answer> {
  const shown = { message: field.question, help: helpOf(field) };
  switch (field.kind) {
    case 'tls':
      return prompts.choice({ ...shown, ...choicesOf(tlsModes, tlsLabels, current ?? field.default) });
    case 'auth':
      return prompts.choice({ ...shown, ...choicesOf(authMethods, authLabels, current ?? field.default) });
    case 'yes-no':
      return prompts.confirm({ ...shown, default: (current ?? field.default === 'yes') ? 'yes' : 'no' });
    case 'user-name':
    case 'password':
      return askReference(field, current as SecretReference | undefined, prompts);
    case 'host-port':
      return askWord(field, hostPort, current, prompts);
    case 'text':
      return askWord(field, plainText, current, prompts);
    case 'url':
      return askWord(field, webAddress, current, prompts);
    case 'whole-numbers':
      return askWord(field, listOf(platformNumber, 'account numbers', '306, 307'), current, prompts);
    case 'host-patterns':
      return askWord(field, listOf(hostPattern, 'host patterns', 'gato#.sndsy.ru, *.relay.example'), current, prompts);
    case 'networks':
      return askWord(field, listOf(network, 'networks', '192.0.2.0/24, 2001:db8::/32'), current, prompts);
  }
}

function helpOf({ shownIn, label, help }: FormField): string {
  return shownIn === 'panel' ? `Panel: ${label}. ${help}` : help;
}

function choicesOf<Value extends string>(
  values: readonly Value[],
  labels: Readonly<Record<Value, string>>,
  chosen: CurrentValue,
) {
  const choices = (Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value], echo: value }));
  const preset = values.find((value) => value === chosen);
  return preset === undefined ? { choices } : { choices, default: preset };
}

async function askWord<Value>(
  field: FormField,
  kind: WordKind<Value>,
  current: CurrentValue,
  prompts: Prompts,
): Promise<Value | undefined> {
  const preset = current === undefined ? field.default : Array.isArray(current) ? current.join(', ') : String(current);
  const answer = await prompts.text({
    message: field.question,
    help: current !== undefined && field.need === 'optional' ? `${helpOf(field)} Backspace removes it.` : helpOf(field),
    ...(preset === undefined || preset === '' ? {} : { default: preset }),
    problem: (text) => (text === '' && field.need === 'optional' ? undefined : problemWith(kind, text)),
  });
  return answer === '' ? undefined : kind.read(answer);
}

/** Words with commas or spaces between them, at least one, each once. */
export function listOf<Value>(kind: WordKind<Value>, what: string, example: string): WordKind<Value[]> {
  return {
    example,
    accepts: `${what} separated by commas`,
    read: (text) => {
      const values = text
        .split(/[\s,]+/)
        .filter((word) => word !== '')
        .map((word) => kind.read(word));
      return values.length > 0 && values.every((value) => value !== undefined) ? [...new Set(values)] : undefined;
    },
  };
}

type Origin = 'kept' | 'env' | 'file' | 'command' | 'literal' | 'asked';

/** Where a user name or password comes from; the secret itself is never asked for here. */
async function askReference(
  field: FormField,
  current: SecretReference | undefined,
  prompts: Prompts,
): Promise<SecretReference | undefined> {
  const choices: { value: Origin; label: string }[] = [
    ...(current === undefined ? [] : [{ value: 'kept' as const, label: `keep it (${originOf(current)})` }]),
    { value: 'env', label: 'an environment variable' },
    field.kind === 'password'
      ? { value: 'file', label: 'a file' }
      : { value: 'literal', label: 'store it in the config' },
    { value: 'command', label: 'a program, such as a password manager' },
    { value: 'asked', label: 'nowhere: ask when it is needed' },
  ];
  const origin = await prompts.choice({
    message: `Where does the ${field.question.toLowerCase()} come from?`,
    help: helpOf(field),
    choices,
  });
  switch (origin) {
    case 'kept':
      return current;
    case 'asked':
      return undefined;
    case 'env': {
      return { kind: 'env', name: await askFor('Name of the variable', variableName, prompts, field.default) };
    }
    case 'file':
      return { kind: 'file', path: await askFor('Path of the file', filePath, prompts) };
    case 'command':
      return { kind: 'command', argv: await askFor('Program and arguments', commandLine, prompts) };
    case 'literal':
      return { kind: 'literal', value: await askFor(field.question, plainText, prompts) };
  }
}
