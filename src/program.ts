import { Command } from 'commander';
import { commandEntries, groups } from './command-list.js';
import type { CommandEntry, LoadedCommand, RawWords } from './commands/command.js';
import { firstSteps } from './commands/commands.js';
import { withExamples, withNote } from './commands/declare.js';
import { declareGlobals, type Globals, globalsOf } from './globals.js';
import { topics } from './help/topics.js';
import { helpPage } from './help-page.js';
import { sentence } from './sentence.js';

declare const AKRELAY_VERSION: string;

/** One call, read from the command line: which command, its words, the options that every command has. */
export interface Call {
  readonly command: LoadedCommand;
  readonly words: RawWords;
  readonly globals: Globals;
}

/** A text that answers the command line by itself: the help or the version that was asked for, or help where a command is missing. */
export interface Answer {
  readonly text: string;
  readonly why: 'asked' | 'command-missing';
}

/** Reads the command line. Throws commander's CommanderError on wrong usage. Only the chosen command's code is loaded. */
export async function readCall(argv: readonly string[]): Promise<Call | Answer> {
  let text = '';
  let helped: Command | undefined;
  const program = newProgram((piece) => {
    text += piece;
  });
  program.addHelpText('beforeAll', ({ command }) => {
    helped = command;
    return '';
  });
  try {
    return await chosenCall(program, argv);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (helped && code === 'commander.helpDisplayed' && namesNoCommand(helped))
      return chosenCall(
        newProgram(() => undefined),
        withoutHelp(argv),
      );
    if (code === 'commander.helpDisplayed' || code === 'commander.version') return { text, why: 'asked' };
    if (code === 'commander.help') return { text, why: 'command-missing' };
    throw error;
  }
}

async function chosenCall(program: Command, argv: readonly string[]): Promise<Call> {
  let call: Call | undefined;
  const words = helpAsFlag(argv);
  const entryOf = addCommands(program, words[0]);
  const loadChosen = async (_parent: Command, command: Command): Promise<void> => {
    const entry = entryOf.get(command);
    if (entry === undefined) return;
    const chosen = await entry.load();
    chosen.spec.declare(command);
    // For its help: other commands have other formats.
    const format = program.options.find(({ long }) => long === '--format');
    if (format) format.argChoices = Object.keys(chosen.view);
    command.action(() => {
      const read = { args: command.processedArgs, options: command.opts() };
      call = { command: chosen, words: read, globals: globalsOf(program.opts()) };
    });
  };
  for (const parent of [program, ...program.commands]) parent.hook('preSubcommand', loadChosen);
  await program.parseAsync(words, { from: 'user' });
  if (call === undefined) throw new Error('commander ran no command and told nothing');
  return call;
}

/** `sender lst --help` gets as far as the help of `sender`: it must not look as if there were a command `lst`. */
function namesNoCommand({ commands, args: [word = '-'] }: Command): boolean {
  return commands.length > 0 && !word.startsWith('-');
}

function withoutHelp(argv: readonly string[]): string[] {
  return argv.filter((word) => word !== '--help' && word !== '-h' && word !== 'help');
}

function newProgram(tell: (text: string) => void): Command {
  const program = new Command('akrelay')
    .description(
      'Manage the relay senders of an Altcraft platform, test them, and verify that mail went through the relay.',
    )
    .version(AKRELAY_VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({ formatHelp: helpPage })
    .showSuggestionAfterError(true)
    .exitOverride()
    // Usage errors are reported by main, in the words and the format of every other error.
    .configureOutput({ writeOut: tell, writeErr: tell, outputError: () => undefined });
  declareGlobals(program);
  withExamples(program, firstSteps);
  withNote(program, 'Topics (akrelay help <topic>)', [[topics.map(({ name }) => name).join(', '), '']]);
  return program;
}

/**
 * Names and summaries of the commands: of all, where the first word is not one of them. What a command accepts is declared when
 * it is chosen.
 */
function addCommands(program: Command, word: string | undefined): Map<Command, CommandEntry> {
  const entryOf = new Map<Command, CommandEntry>();
  const added = new Map<string, Command>();
  const named = commandEntries.filter(({ path: [first] }) => first === word);
  for (const entry of named.length > 0 ? named : commandEntries) {
    const [first = '', second] = entry.path;
    const parent = second === undefined ? program : (added.get(first) ?? addGroup(program, first));
    if (second !== undefined) added.set(first, parent);
    entryOf.set(
      parent
        .command(second ?? first)
        .summary(entry.summary)
        .description(sentence(entry.summary)),
      entry,
    );
  }
  return entryOf;
}

function addGroup(program: Command, name: string): Command {
  const { summary = '', examples = [] } = groups[name] ?? {};
  const group = program.command(name).summary(summary).description(sentence(summary)).helpCommand(false);
  withExamples(group, examples);
  return group;
}

function isCommand(word: string): boolean {
  return word.startsWith('-') || commandEntries.some(({ path: [name] }) => name === word && name !== 'help');
}

/** `akrelay help sender create` is `akrelay sender create --help`, `akrelay version` is `akrelay --version`. */
function helpAsFlag(argv: readonly string[]): string[] {
  if (argv[0] === 'version' && argv.length === 1) return ['--version'];
  const [first, second] = argv;
  if (first !== 'help') return [...argv];
  // A topic that has the name of a command is the topic; that command prints its help with --help.
  if (argv.length === 2 && topics.some(({ name }) => name === second)) return [...argv];
  return second === undefined || isCommand(second) ? [...argv.slice(1), '--help'] : [...argv];
}
