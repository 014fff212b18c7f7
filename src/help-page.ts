import { type Command, Help } from 'commander';
import { examplesOf } from './commands/declare.js';

/** Options that every command has stand on a page of their own. */
const globalLine = 'Global options: akrelay help options';

/** The help of a command: usage, description, examples, then arguments, options and commands. */
export function helpPage(command: Command, helper: Help): string {
  const page = new Help().formatHelp(command, helper);
  const examples = examplesOf(command).map((line) => `  ${line}\n`);
  const part = /^(?:Arguments|Options|Commands):$/m.exec(page)?.index ?? page.length;
  const shown = examples.length > 0 ? `Examples:\n${examples.join('')}\n` : '';
  return `${page.slice(0, part)}${shown}${page.slice(part).trimEnd()}\n\n${globalLine}\n`;
}
