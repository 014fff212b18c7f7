import { wrapText } from './cells.js';
import type { FormatName, LoadedCommand, Paint, RenderContext, Rendered } from './commands/command.js';
import { AkrelayError, exitOf, usageError } from './errors.js';
import { exitCodes } from './exit-code.js';
import type { Globals } from './globals.js';
import { formatsAsked } from './globals.js';
import { type Answer, type Call, readCall } from './program.js';
import { renderError } from './render/error.js';
import { plainPaint } from './render/plain-paint.js';
import { safeJson } from './safe-text.js';
import type { World } from './world/world.js';
import { wrongUsageOf } from './wrong-usage.js';

/** The process as main sees it. */
export interface Host {
  /** Resolves when the text, or the bytes, are accepted; rejects with EPIPE when the reader has gone. */
  readonly out: (text: string | Uint8Array) => Promise<void>;
  readonly err: (text: string) => void;
  /** Masks the secrets of the call in text that is not ours, such as a library's error. */
  readonly fromOutside: (text: string) => string;
  readonly columns: number | undefined;
  /** The same of stderr. */
  readonly errColumns: number | undefined;
  readonly colour: { readonly out: boolean; readonly err: boolean };
  readonly world: (globals: Globals) => Promise<World>;
  /** Rejects with a `cancelled` error some time after Ctrl-C, when the command had time to let go. */
  readonly interrupted: Promise<never>;
}

/** argv → Options → Outcome → text. The only catch-all, and the only place where errors become text. Returns the exit code. */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  try {
    const read = await readCall(argv);
    return 'command' in read ? await runCall(read, host) : await giveAnswer(read, argv, host);
  } catch (error) {
    return tellError(error, argv, host);
  }
}

async function giveAnswer({ text, why }: Answer, argv: readonly string[], host: Host): Promise<number> {
  if (why === 'asked') {
    await host.out(wrapText(text, host.columns));
    return exitCodes.done.code;
  }
  if (formatsAsked(argv).json) throw usageError('No command was given.', 'See the commands with: akrelay --help');
  host.err(wrapText(text, host.errColumns));
  return exitCodes.usage.code;
}

async function runCall({ command, words, globals }: Call, host: Host): Promise<number> {
  const render = rendererOf(command, globals.format);
  const options = command.spec.parse(words);
  const world = await host.world(globals);
  const outcome = await Promise.race([command.spec.run(options, world), host.interrupted]);
  const paint = host.colour.out && globals.colour === 'auto' ? await colours() : plainPaint;
  const isJson = globals.format === 'json' || globals.format === 'ndjson';
  const out = isJson
    ? (text: string | Uint8Array) => host.out(safeJson(String(text)))
    : globals.format === 'human'
      ? proseTo(host, command, globals)
      : host.out;
  await write(render(outcome.result, { paint, columns: host.columns }), { out, interrupted: host.interrupted });
  const exit = exitCodes[typeof outcome.exit === 'function' ? outcome.exit() : outcome.exit].code;
  // After the exit code: what was broken off, or is an error altogether, has no page.
  if (outcome.report !== undefined) await writeReport(outcome.report, outcome.result, command, world);
  if (command.tally && counted.has(globals.format)) world.talk.note(command.tally(outcome.result));
  return exit;
}

async function writeReport(file: string, result: unknown, { page }: LoadedCommand, world: World): Promise<void> {
  const pageOf = await page?.();
  if (pageOf === undefined) return;
  await world.files.write(file, await pageOf(result), 'shared');
  world.talk.note(`Wrote ${file}`);
}

/** Formats without a place for the counts that a person could read. */
const counted: ReadonlySet<FormatName> = new Set(['ndjson', 'junit', 'tap']);

function rendererOf(command: LoadedCommand, format: FormatName): (result: unknown, context: RenderContext) => Rendered {
  const render = Object.hasOwn(command.view, format) ? command.view[format] : undefined;
  if (render) return render;
  const known = Object.keys(command.view).join(', ');
  throw usageError(`This command does not support --format ${format}.`, `Use one of: ${known}.`);
}

/** Text for a person: none where nobody asked for it, else in lines that fit. */
function proseTo({ out, columns }: Host, { spec: { prints } }: LoadedCommand, { talk }: Globals): Host['out'] {
  if (prints === 'verbatim') return out;
  if (prints === undefined && talk === 'quiet') return async () => undefined;
  return (text) => out(wrapText(String(text), columns));
}

async function colours(): Promise<Paint> {
  return (await import('./render/colour-paint.js')).colourPaint;
}

async function write(rendered: Rendered, { out, interrupted }: Pick<Host, 'out' | 'interrupted'>): Promise<void> {
  if (typeof rendered === 'string' || rendered instanceof Uint8Array) return out(rendered);
  await Promise.race([writePieces(rendered, out), interrupted]);
}

async function writePieces(pieces: AsyncIterable<string>, out: Host['out']): Promise<void> {
  for await (const piece of pieces) await out(piece);
}

async function tellError(error: unknown, argv: readonly string[], host: Host): Promise<number> {
  // `| head`: nobody is left to tell, and 0 would claim that everything was told.
  if (hasCode(error, 'EPIPE')) return exitCodes.pipeClosed.code;
  const known = asAkrelayError(error);
  const paint = host.colour.err && !argv.includes('--no-color') ? await colours() : plainPaint;
  const asked = formatsAsked(argv);
  const { fromOutside } = host;
  const text = renderError(known, { ...asked, paint, fromOutside, hint: await hintOf(known, argv) });
  host.err(asked.json ? text : wrapText(text, host.errColumns));
  return exitCodes[exitOf[known.kind]].code;
}

async function hintOf({ hint }: AkrelayError, argv: readonly string[]): Promise<string | undefined> {
  return hint && (await import('./hint-config.js')).withConfigGiven(hint, argv);
}

function asAkrelayError(error: unknown): AkrelayError {
  if (error instanceof AkrelayError) return error;
  const wrongUsage = wrongUsageOf(error);
  if (wrongUsage) return wrongUsage;
  return new AkrelayError('bug', {
    message: 'Internal error: this is a bug in akrelay.',
    hint: 'Run it again with --debug and report the output.',
    cause: error,
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
