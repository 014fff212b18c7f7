import { type Command, Option } from 'commander';
import { usageError } from '../errors.js';
import type { RawWords } from './command.js';

const examples = new WeakMap<Command, readonly string[]>();

/** Gives a command calls that a user can copy: its help shows them first. */
export function withExamples(command: Command, lines: readonly string[]): void {
  examples.set(command, lines);
}

/** Of a command's help: what withExamples was given. */
export function examplesOf(command: Command): readonly string[] {
  return examples.get(command) ?? [];
}

/** A titled list at the end of a command's help: terms and what they mean; a row without a meaning is one line. */
export interface HelpNote {
  readonly title: string;
  readonly rows: readonly (readonly [term: string, meaning: string])[];
}

const notes = new WeakMap<Command, readonly HelpNote[]>();

export function withNote(command: Command, title: string, rows: HelpNote['rows']): void {
  notes.set(command, [...notesOf(command), { title, rows }]);
}

/** Of a command's help: what withNote and withExitCodes were given. */
export function notesOf(command: Command): readonly HelpNote[] {
  return notes.get(command) ?? [];
}

/** Ends the help of a command on whose exit code scripts rely; the others: akrelay help exit-codes. */
export function withExitCodes(command: Command, codes: Readonly<Record<string, string>>): void {
  // A range such as 69-77 comes after the numbers of an object, whatever was written.
  const rows = Object.entries(codes).sort(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  withNote(command, 'Exit codes (all: akrelay help exit-codes)', rows);
}

/** Also takes the sender as `--sender`, as `verify` does, whose arguments are files. Not shown: the argument is. */
export function alsoAsFlag(command: Command): void {
  command.addOption(new Option('--sender <name>').hideHelp());
}

/** The sender, as the argument or as `--sender`. Throws a usage error for both. */
export function senderWord(argument: unknown, { sender }: RawWords['options']): unknown {
  if (argument === undefined || sender === undefined) return argument ?? sender;
  throw usageError('The sender is given twice.', 'Remove the argument or --sender.');
}

/** For commander: collects the words of a flag that may be repeated. */
export function repeated(word: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), word];
}
