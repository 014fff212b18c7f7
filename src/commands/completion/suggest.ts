import { Command, type Option } from 'commander';
import type { CommandEntry, LoadedCommand, Program } from '../command.js';
import type { KnownNames } from './names.js';
import type { Suggestion } from './suggestion.js';
import { readTyped, type TypedWords } from './typed-words.js';
import { argumentKind, optionKind, type ValueKind, valuesOf } from './value-kinds.js';

export interface Suggestions {
  readonly suggestions: readonly Suggestion[];
  /** The shell itself completes file names here. */
  readonly files: 'wanted' | 'not-wanted';
}

export interface SuggestSources extends Program {
  readonly names: () => Promise<KnownNames>;
}

/** commander declares it only when it prints it. */
const help: Suggestion = { word: '--help', about: 'show help with examples' };
const nothing: Suggestions = { suggestions: [], files: 'not-wanted' };

/** What may be in the place of the last word. */
export async function suggest(words: readonly string[], sources: SuggestSources): Promise<Suggestions> {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const globals = optionsOf(sources.declareGlobals);
  const typed = readTyped(before, globals);
  const entry = entryOf(typed.operands, sources.entries);
  if (entry === undefined)
    return typed.open ? ofOption(typed.open, current, sources) : inTree(typed, current, globals, sources);
  return inCommand(entry, await entry.load(), before, current, globals, sources);
}

/** Words between the program's name and a command: groups, commands, global options. */
function inTree(
  { operands }: TypedWords,
  current: string,
  globals: readonly Option[],
  { entries, groups }: SuggestSources,
): Suggestions {
  if (current.startsWith('-')) return matching([...globals.map(ofFlag), help], current);
  const below = entries.filter(({ path }) => operands.every((word, i) => path[i] === word));
  const next = below.map(({ path, summary }) => ({
    word: path[operands.length] ?? '',
    about: path.length === operands.length + 1 ? summary : (groups[path[operands.length] ?? '']?.summary ?? ''),
  }));
  const first = next.filter(({ word }, i) => next.findIndex((other) => other.word === word) === i);
  return matching(first, current);
}

async function inCommand(
  { path }: CommandEntry,
  loadedCommand: LoadedCommand,
  before: readonly string[],
  current: string,
  globals: readonly Option[],
  sources: SuggestSources,
): Promise<Suggestions> {
  const command = new Command();
  loadedCommand.spec.declare(command);
  const options = [...command.options, ...globals];
  const { operands, open, ended } = readTyped(before, options);
  if (open) return ofOption(open, current, sources, Object.keys(loadedCommand.view));
  const [, flag = '', part] = (!ended && /^(--[^=]+)=(.*)$/.exec(current)) || [];
  const joined = options.find(({ long }) => long === flag);
  if (joined) return prefixed(await ofOption(joined, part ?? '', sources, Object.keys(loadedCommand.view)), `${flag}=`);
  if (current.startsWith('-') && !ended) return matching([...unused(options, before).map(ofFlag), help], current);
  const args = command.registeredArguments;
  const at = operands.length - path.length;
  const argument = args[at] ?? (args.at(-1)?.variadic ? args.at(-1) : undefined);
  return argument === undefined ? nothing : ofKind(argumentKind(path, argument.name()), current, sources);
}

async function ofOption(
  option: Option,
  current: string,
  sources: SuggestSources,
  formats: readonly string[] = [],
): Promise<Suggestions> {
  if (option.long === '--format' && formats.length > 0)
    return matching(
      formats.map((word) => ({ word, about: 'format' })),
      current,
    );
  if (option.argChoices)
    return matching(
      option.argChoices.map((word) => ({ word, about: '' })),
      current,
    );
  return ofKind(optionKind(option.long ?? ''), current, sources);
}

async function ofKind(kind: ValueKind, current: string, { names }: SuggestSources): Promise<Suggestions> {
  if (kind === 'files') return { suggestions: [], files: 'wanted' };
  return matching(await valuesOf(kind, names), current);
}

function entryOf(operands: readonly string[], entries: readonly CommandEntry[]): CommandEntry | undefined {
  return entries.find(({ path }) => path.every((word, i) => operands[i] === word));
}

function optionsOf(declare: (command: Command) => void): readonly Option[] {
  const command = new Command();
  declare(command);
  return command.options;
}

/** Options that were not given yet, or may be given again; what help does not show is not suggested either. */
function unused(options: readonly Option[], words: readonly string[]): Option[] {
  return options.filter(
    ({ long, parseArg, hidden }) => !hidden && (parseArg !== undefined || !words.includes(long ?? '')),
  );
}

function ofFlag({ long, description }: Option): Suggestion {
  return { word: long ?? '', about: description };
}

function matching(suggestions: readonly Suggestion[], current: string): Suggestions {
  return { suggestions: suggestions.filter(({ word }) => word.startsWith(current)), files: 'not-wanted' };
}

function prefixed({ suggestions, files }: Suggestions, prefix: string): Suggestions {
  return { suggestions: suggestions.map(({ word, about }) => ({ word: prefix + word, about })), files };
}
