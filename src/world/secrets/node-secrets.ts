import { AkrelayError } from '../../errors.js';
import { sentence } from '../../sentence.js';
import type { Prompts } from '../terminal/prompts.js';
import { type LookUpSources, lookUp } from './look-up.js';
import { isShort } from './secret.js';
import type { SecretRequest, Secrets } from './secrets.js';

export interface SecretSources extends LookUpSources {
  /** Undefined where nobody can be asked. Called when a question is needed. */
  readonly prompts: () => Prompts | undefined;
  readonly learnSecret: (secret: string) => void;
  readonly warn: (line: string) => void;
}

/** Secrets of this machine. */
export function nodeSecrets(sources: SecretSources): Secrets {
  const { prompts, learnSecret, warn } = sources;
  const known = new Set<string>();
  const learn = ({ what }: SecretRequest, value: string): void => {
    learnSecret(value);
    if (!known.has(value) && isShort(value))
      warn(sentence(`${what} is too short to be masked reliably in the relay's replies`));
    known.add(value);
  };
  return {
    resolve: async (requests, configPath, withinMs) => {
      const found = await Promise.all(
        requests.map(({ reference }) => lookUp(reference, { configPath, withinMs }, sources)),
      );
      const problems = found.flatMap((one, index) =>
        one !== undefined && 'problem' in one ? [`${requests[index]?.what}: ${one.problem}`] : [],
      );
      const open = requests.filter((_one, index) => found[index] === undefined);
      const asker = open.length > 0 ? prompts() : undefined;
      if (!asker) problems.push(...open.map(({ what }) => `${what}: ${unnamed}`));
      const usualHint = requests[0]?.hint ?? '';
      const hints = new Set(
        found.flatMap((one) => (one !== undefined && 'problem' in one ? [one.hint ?? usualHint] : [])),
      );
      const [hint = usualHint] = open.length === 0 && hints.size === 1 ? hints : [];
      if (problems.length > 0) throw missing(problems, hint);
      const values: string[] = [];
      for (const [index, request] of requests.entries()) {
        const one = found[index];
        const value = one !== undefined && 'value' in one ? one.value : await ask(request, asker);
        if (request.kind === 'secret') learn(request, value);
        values.push(value);
      }
      return values;
    },
  };
}

const unnamed = 'no source in the config, and no terminal to ask on';

async function ask({ what, kind, hint }: SecretRequest, prompts: Prompts | undefined): Promise<string> {
  const message = `${what.charAt(0).toUpperCase()}${what.slice(1)}:`;
  const value = await (kind === 'secret' ? prompts?.secret({ message }) : prompts?.text({ message }));
  if (value === undefined || value === '') throw missing([`${what}: no answer`], hint);
  return value;
}

function missing(details: readonly string[], hint: string): AkrelayError {
  return new AkrelayError('config', {
    message: details.length === 1 ? 'A secret is missing.' : `${details.length} secrets are missing.`,
    details,
    hint,
    data: { id: 'secrets-missing' },
  });
}
