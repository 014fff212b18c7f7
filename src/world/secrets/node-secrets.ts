import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import type { SecretReference } from '../../relay/sender.js';
import { reasonOf } from '../files/node-reason.js';
import type { Prompts } from '../terminal/prompts.js';
import type { SecretRequest, Secrets } from './secrets.js';

export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined where nobody can be asked. Called when a question is needed. */
  readonly prompts: () => Prompts | undefined;
  readonly learnSecret: (secret: string) => void;
  /** Hears of each file that is read. */
  readonly opens: (file: string) => void;
  /** Whether the config was named by `--config`, which trusts it with commands. */
  readonly named: 'by-flag' | 'found';
  readonly cancelled: AbortSignal;
}

type Found = { readonly value: string } | { readonly problem: string; readonly hint?: string };

/** Secrets of this machine. */
export function nodeSecrets(sources: SecretSources): Secrets {
  const { prompts, learnSecret } = sources;
  return {
    resolve: async (requests, configPath) => {
      const found = await Promise.all(requests.map((request) => lookUp(request, sources, configPath)));
      const problems = found.flatMap((one, index) =>
        one !== undefined && 'problem' in one ? [`${requests[index]?.what}: ${one.problem}`] : [],
      );
      const open = requests.filter((_one, index) => found[index] === undefined);
      const asker = open.length > 0 ? prompts() : undefined;
      if (!asker) problems.push(...open.map(({ what }) => `${what}: ${unnamed}`));
      const hints = new Set(
        found.flatMap((one) => (one !== undefined && 'problem' in one ? [one.hint ?? usualHint] : [])),
      );
      const [hint = usualHint] = open.length === 0 && hints.size === 1 ? hints : [];
      if (problems.length > 0) throw missing(problems, hint);
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

/** A password manager that has to ask a person first is too slow for a command line. */
const commandTimeoutMs = 10_000;

const unnamed = 'the sender names no source for it, and nobody can be asked here';

async function lookUp(
  { reference }: SecretRequest,
  sources: SecretSources,
  configPath: string,
): Promise<Found | undefined> {
  if (reference === undefined) return undefined;
  const found = await read(reference, sources, configPath);
  if (!('value' in found)) return found;
  if (found.value === '') return { problem: `${nameOf(reference)} is empty` };
  // A control character cannot be typed by a person and would end a line of the conversation.
  return /[\0\r\n]/.test(found.value) ? { problem: `${nameOf(reference)} holds a line break or a NUL` } : found;
}

async function read(reference: SecretReference, sources: SecretSources, configPath: string): Promise<Found> {
  const { env } = sources;
  if (reference.kind === 'literal') return { value: reference.value };
  if (reference.kind === 'env') {
    const value = env[reference.name];
    return value === undefined ? { problem: `the environment variable ${reference.name} is not set` } : { value };
  }
  if (reference.kind === 'command') return printed(reference.argv, sources, configPath);
  try {
    const file = path.resolve(path.dirname(configPath), reference.path);
    sources.opens(file);
    const text = await fs.readFile(file, 'utf8');
    return { value: text.replace(/^\ufeff/, '').replace(/\r?\n$/, '') };
  } catch (error) {
    return { problem: `cannot read ${reference.path}: ${reasonOf(error)}` };
  }
}

async function printed(argv: readonly string[], sources: SecretSources, configPath: string): Promise<Found> {
  const { env, named, cancelled } = sources;
  const { whyNoCommands, unconfirmed } = await import('./command-trust.js');
  const reason = await whyNoCommands({ file: configPath, named, env });
  const problem = `the config may not run the command ${argv[0]}: ${reason}`;
  if (reason === unconfirmed)
    return { problem, hint: 'Look at what the file runs, then confirm it: akrelay config allow' };
  if (reason !== undefined) return { problem };
  const { runSecretCommand } = await import('./secret-command.js');
  return runSecretCommand({ argv, cwd: path.dirname(configPath), env, timeoutMs: commandTimeoutMs, cancelled });
}

function nameOf(reference: SecretReference): string {
  if (reference.kind === 'literal') return 'the value in the file';
  if (reference.kind === 'command') return `what the command ${reference.argv[0]} printed`;
  return reference.kind === 'env' ? `the environment variable ${reference.name}` : reference.path;
}

async function ask({ what, kind }: SecretRequest, prompts: Prompts | undefined): Promise<string> {
  const message = `${what.charAt(0).toUpperCase()}${what.slice(1)}:`;
  const value = await (kind === 'secret' ? prompts?.secret({ message }) : prompts?.text({ message }));
  if (value === undefined || value === '') throw missing([`${what}: no answer`], usualHint);
  return value;
}

const usualHint = 'Set the variables or files, or change where the sender takes them from: akrelay sender edit <name>';

function missing(details: readonly string[], hint: string): AkrelayError {
  return new AkrelayError('config', {
    message: details.length === 1 ? 'A secret is missing.' : `${details.length} secrets are missing.`,
    details,
    hint,
    data: { id: 'secrets-missing' },
  });
}
