import { isUtf8 } from 'node:buffer';
import { realpathSync, type Stats } from 'node:fs';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import { type OpenFile, openNow, readOpen } from './bounded-read.js';
import type { ConfigSource } from './config-files.js';
import { cannotRead, codeOf, configHint, reasonOf } from './node-reason.js';

/** More than any config: what is larger is something else. */
const mostBytes = 16 * 1024 * 1024;

/** A config as it was read, and what the open file was. */
export interface ReadConfig {
  readonly source: ConfigSource;
  readonly about: Stats;
}

/** Opens a config once and reads it; it is shown as it was `given`, if it was. Throws `config` when it is missing, unreadable, no file, too large or not UTF-8. */
export async function readConfigFile(
  file: string,
  {
    cwd,
    given,
    cancelled,
  }: { readonly cwd: string; readonly given: string | undefined; readonly cancelled: AbortSignal },
): Promise<ReadConfig> {
  const shownAs = given ?? shortName(cwd, file);
  try {
    const open = opened(file, shownAs);
    const text = textOf(await readOpen(open, { mostBytes, cancelled }), shownAs);
    return { source: { path: file, shownAs, text, readableBy: readableBy(open.about) }, about: open.about };
  } catch (error) {
    if (error instanceof AkrelayError) throw error;
    if (codeOf(error) === 'ABORT_ERR') throw cannotRead(shownAs, error);
    throw unreadable(shownAs, reasonOf(error), error);
  }
}

/** The file that a name, links too, leads to now. Throws as `readConfigFile`. */
export function realConfig(file: string, shownAs: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    throw unreadable(shownAs, reasonOf(error), error);
  }
}

function opened(file: string, shownAs: string): OpenFile {
  const open = openNow(file);
  const { about } = open;
  // A pipe of the shell, `--config <(…)`, has a name under /dev; any other pipe could keep us waiting for ever.
  if (about.isFile() || (about.isFIFO() && file.startsWith('/dev/'))) return open;
  open.close();
  throw about.isDirectory() ? isFolder(shownAs) : unreadable(shownAs, 'it is not a regular file');
}

function shortName(cwd: string, file: string): string {
  const relative = path.relative(cwd, file);
  return relative !== '' && relative.length < file.length ? relative : file;
}

/** Bytes that are not UTF-8 would be damaged by writing the text back. */
function textOf(bytes: Buffer, shownAs: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let line = 1;
  for (let at = 0; at < bytes.length; line++) {
    const end = bytes.indexOf(10, at);
    const next = end === -1 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(at, next))) break;
    at = next;
  }
  throw new AkrelayError('config', {
    message: `${shownAs}:${line} is not UTF-8 text.`,
    hint: 'Save the file as UTF-8 in your editor.',
  });
}

function readableBy({ mode }: Stats): ConfigSource['readableBy'] {
  if (process.platform === 'win32') return 'unknown';
  return (mode & 0o044) === 0 ? 'owner' : 'others';
}

function isFolder(shownAs: string): AkrelayError {
  return new AkrelayError('config', {
    message: `Cannot read the config ${shownAs}: it is a folder.`,
    hint: `Give the file in it, such as ${path.join(shownAs, 'akrelay.yaml')}.`,
  });
}

function unreadable(shownAs: string, reason: string, cause?: unknown): AkrelayError {
  return new AkrelayError('config', {
    message: `Cannot read the config ${shownAs}: ${reason}.`,
    hint: configHint(cause, shownAs),
    cause,
  });
}
