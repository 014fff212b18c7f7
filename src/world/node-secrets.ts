import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AkrelayError } from '../errors.js';
import type { SecretReference } from '../relay/sender.js';
import { reasonOf } from './node-reason.js';
import type { Prompts } from './prompts.js';
import type { SecretRequest, Secrets } from './secrets.js';

export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined where nobody can be asked. Called when a question is needed. */
  readonly prompts: () => Prompts | undefined;
  readonly learnSecret: (secret: string) => void;
}

type Found = { readonly value: string } | { readonly problem: string };

/** Secrets of this machine. */
export function nodeSecrets({ env, prompts, learnSecret }: SecretSources): Secrets {
  return {
    resolve: async (requests, configPath) => {
      const found = await Promise.all(requests.map((request) => lookUp(request, env, path.dirname(configPath))));
      const problems = found.flatMap((one, index) =>
        one !== undefined && 'problem' in one ? [`${requests[index]?.what}: ${one.problem}`] : [],
      );
      const open = requests.filter((_one, index) => found[index] === undefined);
      const asker = open.length > 0 ? prompts() : undefined;
      if (!asker) problems.push(...open.map(({ what }) => `${what}: ${unnamed}`));
      if (problems.length > 0) throw missing(problems);
      const values: string[] = [];
      for (const [index, request] of requests.entries()) {
        const one = found[index];
        const value = one !== undefined && 'value' in one ? one.value : await ask(request, asker);
        if (request.kind === 'secret') learnSecret(value);
        values.push(value);
      }
      return values;
    },
  };
}

const unnamed = 'the sender names no source for it, and nobody can be asked here';

async function lookUp(
  { reference }: SecretRequest,
  env: SecretSources['env'],
  folder: string,
): Promise<Found | undefined> {
  if (reference === undefined) return undefined;
  const found = await read(reference, env, folder);
  if (!('value' in found)) return found;
  if (found.value === '') return { problem: `${nameOf(reference)} is empty` };
  // A control character cannot be typed by a person and would end a line of the conversation.
  return /[\0\r\n]/.test(found.value) ? { problem: `${nameOf(reference)} holds a line break or a NUL` } : found;
}

async function read(reference: SecretReference, env: SecretSources['env'], folder: string): Promise<Found> {
  if (reference.kind === 'literal') return { value: reference.value };
  if (reference.kind === 'env') {
    const value = env[reference.name];
    return value === undefined ? { problem: `the environment variable ${reference.name} is not set` } : { value };
  }
  try {
    const text = await fs.readFile(path.resolve(folder, reference.path), 'utf8');
    return { value: text.replace(/^\ufeff/, '').replace(/\r?\n$/, '') };
  } catch (error) {
    return { problem: `cannot read ${reference.path}: ${reasonOf(error)}` };
  }
}

function nameOf(reference: SecretReference): string {
  if (reference.kind === 'literal') return 'the value in the file';
  return reference.kind === 'env' ? `the environment variable ${reference.name}` : reference.path;
}

async function ask({ what, kind }: SecretRequest, prompts: Prompts | undefined): Promise<string> {
  const message = `${what.charAt(0).toUpperCase()}${what.slice(1)}:`;
  const value = await (kind === 'secret' ? prompts?.secret({ message }) : prompts?.text({ message }));
  if (value === undefined || value === '') throw missing([`${what}: no answer`]);
  return value;
}

function missing(details: readonly string[]): AkrelayError {
  return new AkrelayError('config', {
    message: details.length === 1 ? 'A secret is missing.' : `${details.length} secrets are missing.`,
    details,
    hint: 'Set the variables or files, or change where the sender takes them from: akrelay sender edit',
    data: { id: 'secrets-missing' },
  });
}
