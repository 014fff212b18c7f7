import { Command } from 'commander';
import { commandEntries, groupSummaries } from './command-list.js';
import type { CommandEntry, LoadedCommand, RawWords } from './commands/command.js';
import { declareGlobals, type Globals, globalsOf } from './globals.js';

declare const AKRELAY_VERSION: string;

/** One call, read from the command line: which command, its words, the options that every command has. */
export interface Call {
  readonly command: LoadedCommand;
  readonly words: RawWords;
  readonly globals: Globals;
}

/** Where help goes: to stdout when asked for, to stderr when it answers a missing word. */
export interface HelpSinks {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Reads the command line. Undefined when commander itself answered (`--help`, `--version`).
 * Throws commander's CommanderError on wrong usage. Only the chosen command's code is loaded.
 */
export async function readCall(argv: readonly string[], sinks: HelpSinks): Promise<Call | undefined> {
  let call: Call | undefined;
  const program = newProgram(sinks);
  const entryOf = addCommands(program);
  const loadChosen = async (_parent: Command, command: Command): Promise<void> => {
    const entry = entryOf.get(command);
    if (entry === undefined) return;
    const chosen = await entry.load();
    chosen.spec.declare(command);
    command.action(() => {
      const words = { args: command.processedArgs, options: command.opts() };
      call = { command: chosen, words, globals: globalsOf(program.opts()) };
    });
  };
  for (const parent of [program, ...program.commands]) parent.hook('preSubcommand', loadChosen);
  await program.parseAsync(helpAsFlag(argv), { from: 'user' });
  return call;
}

function newProgram(sinks: HelpSinks): Command {
  const program = new Command('akrelay')
    .description(
      'Relay senders of an Altcraft platform as a file: create, test, and prove that mail went through the relay',
    )
    .version(AKRELAY_VERSION, '--version')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .exitOverride()
    // Usage errors are told by main, in the words and the format of every other error.
    .configureOutput({ writeOut: sinks.out, writeErr: sinks.err, outputError: () => undefined });
  declareGlobals(program);
  return program;
}

/** Names and summaries of all commands; what a command accepts is declared when it is chosen. */
function addCommands(program: Command): Map<Command, CommandEntry> {
  const entryOf = new Map<Command, CommandEntry>();
  const groups = new Map<string, Command>();
  for (const entry of commandEntries) {
    const [first = '', second] = entry.path;
    const parent = second === undefined ? program : (groups.get(first) ?? addGroup(program, first));
    if (second !== undefined) groups.set(first, parent);
    entryOf.set(
      parent
        .command(second ?? first)
        .summary(entry.summary)
        .description(entry.summary),
      entry,
    );
  }
  return entryOf;
}

function addGroup(program: Command, name: string): Command {
  return program
    .command(name)
    .summary(groupSummaries[name] ?? '')
    .description(groupSummaries[name] ?? '')
    .helpCommand(false);
}

/** `akrelay help sender create` is `akrelay sender create --help`. */
function helpAsFlag(argv: readonly string[]): string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv];
}
