import { presets } from '../../presets/index.js';
import { authMethods, providerIds, tlsModes } from '../../relay/sender.js';
import { stopStages } from '../../relay/smtp-stage.js';
import type { KnownNames } from './names.js';
import type { Suggestion } from './suggestion.js';

/** What an argument or an option's value is, as far as completion can help. */
export type ValueKind =
  | 'senders'
  | 'virtual-senders'
  | 'mailboxes'
  | 'environments'
  | 'presets'
  | 'relays'
  | 'tls'
  | 'auth'
  | 'shells'
  | 'stages'
  | 'faults'
  | 'findings'
  | 'files'
  | 'other';

const kindOfOption: Readonly<Record<string, ValueKind>> = {
  '--sender': 'relays',
  '--virtual': 'virtual-senders',
  '--mailbox': 'mailboxes',
  '--env': 'environments',
  '--provider': 'presets',
  '--relay': 'relays',
  '--tls': 'tls',
  '--auth': 'auth',
  '--stop-after': 'stages',
  '--fault': 'faults',
};

/** Flags whose value is a path. */
const pathFlags = [
  '--config',
  '--password-file',
  '--eml',
  '--attach',
  '--ca',
  '--ca-file',
  '--compare',
  '--receipt',
  '--resume',
  '--evidence',
  '--dns-cache',
  '--save',
  '--files0-from',
  '--keep',
  '--maildir',
  '--mbox',
  '--store',
  '--cert',
  '--key',
  '--path-file',
  '--state',
  '--metrics',
];

export function optionKind(flag: string): ValueKind {
  return pathFlags.includes(flag) ? 'files' : (kindOfOption[flag] ?? 'other');
}

/** The kind of a positional argument, by the name that it has in the command's help. */
export function argumentKind(path: readonly string[], argument: string): ValueKind {
  const [group, verb] = path;
  switch (argument) {
    case 'name':
      if (verb === 'create') return 'other';
      return group === 'sender' ? 'senders' : group === 'virtual' ? 'virtual-senders' : 'other';
    case 'sender':
      return 'senders';
    case 'virtual':
      return 'virtual-senders';
    case 'preset':
      return 'presets';
    case 'shell':
      return 'shells';
    case 'id':
      return 'findings';
    default:
      return /file|message(?!-id)|\.eml|path/.test(argument) ? 'files' : 'other';
  }
}

/** The values of a kind; names are read only when they are wanted. */
export async function valuesOf(kind: ValueKind, names: () => Promise<KnownNames>): Promise<Suggestion[]> {
  switch (kind) {
    case 'senders':
      return (await names()).senders.map((word) => ({ word, about: 'sender' }));
    case 'virtual-senders':
      return (await names()).virtualSenders.map((word) => ({ word, about: 'virtual sender' }));
    case 'mailboxes':
      return (await names()).mailboxes.map((word) => ({ word, about: 'mailbox' }));
    case 'environments':
      return (await names()).environments.map((word) => ({ word, about: 'environment' }));
    case 'presets':
      return providerIds.map((id) => ({ word: id, about: presets[id].title }));
    case 'relays':
      return [...(await valuesOf('presets', names)), ...(await valuesOf('senders', names))];
    case 'tls':
      return tlsModes.map((word) => ({ word, about: 'TLS mode' }));
    case 'auth':
      return authMethods.map((word) => ({ word, about: 'AUTH method' }));
    case 'shells':
      return ['bash', 'zsh', 'fish', 'powershell'].map((word) => ({ word, about: 'shell' }));
    case 'stages':
      return stopStages.map((word) => ({ word, about: 'stage of the session' }));
    case 'faults':
      return (await import('../../relay/lab-fault.js')).faultWords.map((word) => ({ word, about: 'fault' }));
    case 'findings':
      return (await import('../../relay/causes/index.js')).causes
        .filter(({ id }) => !id.endsWith('*'))
        .map(({ id, symptom }) => ({ word: id, about: symptom }));
    case 'files':
    case 'other':
      return [];
  }
}
