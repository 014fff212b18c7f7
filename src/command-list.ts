import type { CommandEntry, CommandGroup, CommandLine, LoadedCommand, Program, View } from './commands/command.js';
import { commands } from './commands/commands.js';
import { declareGlobals } from './globals.js';
import { pages, tallies, views } from './render/views.js';

const lines: readonly (readonly [string, CommandLine<unknown> | CommandGroup])[] = Object.entries(commands);

/** The names that stand for several commands. */
export const groups: Readonly<Record<string, CommandGroup>> = Object.fromEntries(
  lines.flatMap(([name, one]) => ('commands' in one ? [[name, one]] : [])),
);

/** Every command, in the order of the help. A command's code and its view are loaded when it is called. */
export const commandEntries: readonly CommandEntry[] = lines.flatMap(([name, one]) =>
  'commands' in one
    ? Object.entries(one.commands).map(([second, line]) => entryOf([name, second], line))
    : [entryOf([name], one)],
);

const program: Program = { entries: commandEntries, groups, declareGlobals };

function entryOf(path: readonly string[], { summary, load }: CommandLine<unknown>): CommandEntry {
  return { path, summary, load: () => loaded(path, load) };
}

/** Joins a command and its view, whose types fit by the type of `views`, and forgets them. */
async function loaded(path: readonly string[], load: CommandLine<unknown>['load']): Promise<LoadedCommand> {
  // One after another: they share modules, and to read those side by side saves nothing.
  const { spec } = await load(program);
  const view = await viewOf(path)();
  const name = path.join(' ');
  return { spec, view: view as View<unknown>, tally: await tallies[name]?.(), page: pages[name] };
}

type LoadView = () => Promise<View<never>>;
const viewTree: Readonly<Record<string, LoadView | Readonly<Record<string, LoadView>>>> = views;

function viewOf([first = '', second = '']: readonly string[]): LoadView {
  const found = viewTree[first];
  const load = typeof found === 'object' ? found[second] : found;
  if (load === undefined) throw new Error(`no view of ${first} ${second}`);
  return load;
}
