import type { Command } from 'commander';
import type { ExitName } from '../exit-code.js';
import type { World } from '../world/world.js';

/** The words of one call, as commander split them: not yet checked. */
export interface RawWords {
  readonly args: readonly (string | readonly string[] | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a command found or did. `exit` is asked for after the result has been rendered, so a stream can decide it late. */
export interface Outcome<Result> {
  readonly result: Result;
  readonly exit: ExitName | (() => ExitName);
  /** A file that gets the result as a page. */
  readonly report?: string | undefined;
}

/**
 * One command: declare its words, parse them, do the work.
 * `parse` is pure and throws only usage errors. `run` neither prints nor touches the process.
 */
export interface CommandSpec<Options, Result> {
  /**
   * What the human format prints. Left out: prose. `data`: what was asked for, such as a list, which `--quiet` leaves; `verbatim`: what
   * another program reads, such as a script, so that no line of it is broken either.
   */
  readonly prints?: 'data' | 'verbatim';
  readonly declare: (command: Command) => void;
  readonly parse: (raw: RawWords) => Options;
  readonly run: (options: Options, world: World) => Promise<Outcome<Result>>;
}

/** Text for stdout, whole or in pieces as they become known; or the bytes of a message. */
export type Rendered = string | Uint8Array | AsyncIterable<string>;

/** What a view may know of the place where its text will be shown. */
export interface RenderContext {
  readonly paint: Paint;
  /** Width of the terminal; undefined when stdout is not a terminal. */
  readonly columns: number | undefined;
}

/** Colours, or the identity functions when there are none. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  /** Marks what decided: the colour does it where there is one. */
  readonly mark: (text: string) => string;
}

export type FormatName = 'human' | 'json' | 'ndjson' | 'junit' | 'tap' | 'github' | 'yaml' | 'panel' | 'panel-ru';

/** One renderer per format; every command has `human` and `json`. */
export type View<Result> = {
  readonly human: (result: Result, context: RenderContext) => Rendered;
  readonly json: (result: Result) => Rendered;
} & { readonly [format in FormatName]?: (result: Result, context: RenderContext) => Rendered };

/** The counts of a result in one sentence. */
export type Tally = (result: unknown) => string;

/** One HTML page of a result, which needs nothing else. */
export type Page = (result: unknown) => Promise<string>;

/** A command whose code is there, with its view. */
export interface LoadedCommand {
  readonly spec: CommandSpec<unknown, unknown>;
  readonly view: View<unknown>;
  readonly tally: Tally | undefined;
  /** Loads what makes a page of a result, of a command with `--report`. */
  readonly page: (() => Promise<Page>) | undefined;
}

/** A command, as help and completion know it before its code is loaded. */
export interface CommandEntry {
  readonly path: readonly string[];
  readonly summary: string;
  readonly load: () => Promise<LoadedCommand>;
}

/** What a command may know of the program that it is part of. */
export interface Program {
  readonly entries: readonly CommandEntry[];
  readonly groups: Readonly<Record<string, CommandGroup>>;
  readonly declareGlobals: (command: Command) => void;
}

/** One command in the list of its folder: enough for help and for choosing, without loading the command's code. */
export interface CommandLine<Result> {
  readonly summary: string;
  readonly load: (program: Program) => Promise<{ readonly spec: CommandSpec<unknown, Result> }>;
}

/** Commands under one name, such as `sender`. */
export interface CommandGroup {
  readonly summary: string;
  readonly examples: readonly string[];
  readonly commands: Readonly<Record<string, CommandLine<unknown>>>;
}

/** A line of the list. Only the command itself knows the type of its Options. */
export function line<Options, Result>(
  summary: string,
  load: (program: Program) => Promise<{ readonly spec: CommandSpec<Options, Result> }>,
): CommandLine<Result> {
  return { summary, load } as CommandLine<Result>;
}
