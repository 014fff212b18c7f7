import path from 'node:path';
import type { SecretReference } from '../../relay/sender.js';
import { reasonOf } from '../files/node-reason.js';
import { secretText } from './secret-text.js';

/** Where secrets of this machine are looked up. */
export interface LookUpSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Hears of each file that is read. */
  readonly opens: (file: string) => void;
  /** Why the config that was read may not be given secrets, or its commands not be run; undefined when it may. */
  readonly whyNotTrusted: (use: 'secrets' | 'commands') => Promise<string | undefined>;
  readonly cancelled: AbortSignal;
}

/** The place that a reference is in, and how long one look may take. */
export interface LookUpPlace {
  readonly configPath: string;
  readonly withinMs: number | undefined;
}

export type Found = { readonly value: string } | { readonly problem: string; readonly hint?: string };

/** A password manager that has to ask a person first is too slow for a command line. */
const longestLookMs = 10_000;
const mostBytes = 64 * 1024;

/** The value of a reference, or what is wrong with it, in which nothing of the value is; undefined without a reference. */
export async function lookUp(
  reference: SecretReference | undefined,
  place: LookUpPlace,
  sources: LookUpSources,
): Promise<Found | undefined> {
  if (reference === undefined) return undefined;
  const found = (await refused(reference, sources)) ?? (await read(reference, place, sources));
  if (!('value' in found)) return found;
  if (found.value === '') return { problem: `${nameOf(reference)} is empty` };
  // A control character cannot be typed by a person and would end a line of the conversation.
  return /[\0\r\n]/.test(found.value) ? { problem: `${nameOf(reference)} contains a line break or a NUL` } : found;
}

/** A file that somebody else can change names the host that gets the secret. What is in it is its own. */
async function refused(reference: SecretReference, { whyNotTrusted }: LookUpSources): Promise<Found | undefined> {
  if (reference.kind === 'literal') return undefined;
  const isCommand = reference.kind === 'command';
  const reason = await whyNotTrusted(isCommand ? 'commands' : 'secrets');
  if (reason === undefined) return undefined;
  return {
    problem: isCommand
      ? `the command ${reference.argv[0]} was not run from this config: ${reason}`
      : `${nameOf(reference)} was not used for this config: ${reason}`,
    hint: isCommand
      ? 'Check which commands the config runs, then confirm it: akrelay config allow'
      : 'Check the config, because it names the host that receives the secret. Then confirm it: akrelay config allow',
  };
}

async function read(reference: SecretReference, place: LookUpPlace, sources: LookUpSources): Promise<Found> {
  switch (reference.kind) {
    case 'literal':
      return { value: reference.value };
    case 'env':
      return variable(reference.name, sources);
    case 'command':
      return printed(reference.argv, place, sources);
    case 'file':
      return written(reference.path, place, sources);
  }
}

function variable(name: string, { env }: LookUpSources): Found {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value === undefined) return { problem: `the environment variable ${name} is not set` };
  // As Node reads bytes that are no UTF-8.
  return value.includes('\ufffd') ? { problem: `the environment variable ${name} is not UTF-8 text` } : { value };
}

async function written(name: string, { configPath, withinMs }: LookUpPlace, sources: LookUpSources): Promise<Found> {
  const file = path.resolve(path.dirname(configPath), name);
  sources.opens(file);
  const { openNow, readOpen } = await import('../files/bounded-read.js');
  try {
    const open = openNow(file);
    const { whoElseRedirects } = await import('./redirected.js');
    const bytes = await readOpen(open, {
      mostBytes,
      withinMs: Math.min(withinMs ?? longestLookMs, longestLookMs),
      cancelled: sources.cancelled,
    });
    const reason = await whoElseRedirects(file, open.about);
    return reason === undefined ? secretText(bytes, name) : { problem: `${name} was not read: ${reason}` };
  } catch (error) {
    return { problem: `cannot read ${name}: ${reasonOf(error)}` };
  }
}

async function printed(
  argv: readonly string[],
  { configPath, withinMs }: LookUpPlace,
  sources: LookUpSources,
): Promise<Found> {
  const { env, cancelled } = sources;
  const cwd = path.dirname(configPath);
  const { whoElseWritesProgram } = await import('./redirected.js');
  const reason = await whoElseWritesProgram(argv[0] ?? '', cwd);
  if (reason !== undefined) return { problem: `the command ${argv[0]} was not run: ${reason}` };
  const { runSecretCommand } = await import('./secret-command.js');
  const timeoutMs = Math.min(withinMs ?? longestLookMs, longestLookMs);
  const said = await runSecretCommand({ argv, cwd, env, timeoutMs, mostBytes, cancelled });
  return 'bytes' in said ? secretText(said.bytes, `the output of the command ${argv[0]}`) : said;
}

function nameOf(reference: SecretReference): string {
  if (reference.kind === 'literal') return 'the value in the file';
  if (reference.kind === 'command') return `the output of the command ${reference.argv[0]}`;
  return reference.kind === 'env' ? `the environment variable ${reference.name}` : reference.path;
}
