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

/** Text for stdout, whole or in pieces as they become known. */
export type Rendered = string | AsyncIterable<string>;

/** What a view may know of the place where its text will be shown. */
export interface RenderContext {
  readonly paint: Paint;
  /** Width of the terminal; undefined when stdout is no terminal. */
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

export interface LoadedCommand<Options = unknown, Result = unknown> {
  readonly spec: CommandSpec<Options, Result>;
  readonly view: View<Result>;
  /** The counts in one sentence, for stderr, of formats that have no place for it. */
  readonly tally?: ((result: Result) => string) | undefined;
}

/** Ties a command to its view and forgets their types, which only they share. */
export function loaded<Options, Result>(
  spec: CommandSpec<Options, Result>,
  view: View<Result>,
  tally?: LoadedCommand<Options, Result>['tally'],
): LoadedCommand {
  return { spec, view, tally } as unknown as LoadedCommand;
}

/** A line of the command list: enough for help and for choosing, without loading the command's code. */
export interface CommandEntry {
  readonly path: readonly string[];
  readonly summary: string;
  readonly load: () => Promise<LoadedCommand>;
}
