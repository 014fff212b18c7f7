import { type Argument, type Command, Help, type Option } from 'commander';
import { examplesOf, type HelpNote, notesOf } from './commands/declare.js';
import { topics } from './help/topics.js';
import { shellLines } from './shell-word.js';

/** Global options are on a page of their own. */
const globalLine = 'Global options: akrelay help options\n';

/** The help of a command: usage, description, examples, then arguments, options, commands and notes. */
export function helpPage(command: Command, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  const page = new Help().formatHelp(command, Object.assign(helper, { visibleOptions, visibleArguments }));
  const examples = examplesOf(command).flatMap((line) => shellLines(line, width - 2).map((part) => `  ${part}\n`));
  const part = /^(?:Arguments|Options|Commands):$/m.exec(page)?.index ?? page.length;
  const shown = examples.length > 0 ? `Examples:\n${examples.join('')}\n` : '';
  const notes = notesOf(command).map((note) => `${noteText(note, width, helper)}\n\n`);
  return `${page.slice(0, part)}${shown}${page.slice(part).trimEnd()}\n\n${notes.join('')}${topicLine(command)}${globalLine}`;
}

/** Where the reference speaks of the command, or of its group. */
function topicLine(command: Command): string {
  const { parent } = command;
  if (parent === null) return '';
  const path = parent.parent === null ? command.name() : `${parent.name()} ${command.name()}`;
  const isAbout = (one: string): boolean => `${path} `.startsWith(`${one} `) || `${one} `.startsWith(`${path} `);
  const names = topics.filter(({ commands }) => commands.some(isAbout)).map(({ name }) => name);
  return names.length === 0 ? '' : `Read more (akrelay help <topic>): ${names.join(', ')}\n`;
}

function visibleOptions(this: Help, command: Command): Option[] {
  const isOwn = ({ long }: Option): boolean => command.parent !== null || long === '--version' || long === '--help';
  return Help.prototype.visibleOptions.call(this, command).filter(isOwn);
}

/** An argument without a description is for completion scripts. */
function visibleArguments(command: Command): Argument[] {
  return command.registeredArguments.filter(({ description }) => description !== '');
}

function noteText({ title, rows }: HelpNote, width: number, helper: Help): string {
  const termWidth = Math.max(...rows.map(([term]) => term.length));
  const lines = rows.map(([term, text]) =>
    text === ''
      ? `  ${term.length > width - 2 ? helper.boxWrap(term, width - 2).replaceAll('\n', '\n  ') : term}`
      : helper.formatItem(term, termWidth, text, Object.assign(helper, { helpWidth: width })),
  );
  return [`${title}:`, ...lines].join('\n');
}
