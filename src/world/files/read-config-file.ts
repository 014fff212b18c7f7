import { isUtf8 } from 'node:buffer';
import { readFileSync, type Stats, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import type { ConfigSource } from './config-files.js';
import { configHint, reasonOf } from './node-reason.js';

/** More than any config: a file of this size is something else. */
const sizeLimitBytes = 64 * 1024 * 1024;

/** Reads a config; it is shown as it was `given`, if it was. Throws `config` when it is missing, unreadable, no file, too large or not UTF-8. */
export async function readConfigFile(cwd: string, file: string, given: string | undefined): Promise<ConfigSource> {
  const shownAs = given ?? shortName(cwd, file);
  try {
    const about = statSync(file);
    if (about.isDirectory()) throw isFolder(shownAs);
    // A pipe of the shell, `--config <(…)`, has a name under /dev; any other pipe could keep us waiting for ever.
    if (!about.isFile() && !(about.isFIFO() && file.startsWith('/dev/')))
      throw unreadable(shownAs, 'it is no regular file');
    // Of a pipe, and of some files of /proc, nobody knows the size: they may keep us waiting, and Ctrl-C must end that.
    const isPlain = about.isFile() && about.size > 0;
    const text = textOf(isPlain ? readPlain(file, about, shownAs) : await readOpenEnded(file, shownAs), shownAs);
    return { path: file, shownAs, text, readableBy: readableBy(about) };
  } catch (error) {
    if (error instanceof AkrelayError) throw error;
    throw unreadable(shownAs, reasonOf(error), error);
  }
}

function shortName(cwd: string, file: string): string {
  const relative = path.relative(cwd, file);
  return relative !== '' && relative.length < file.length ? relative : file;
}

function readPlain(file: string, { size }: Stats, shownAs: string): Buffer {
  if (size > sizeLimitBytes) throw tooLarge(shownAs);
  return readFileSync(file);
}

async function readOpenEnded(file: string, shownAs: string): Promise<Buffer> {
  const { open } = await import('node:fs/promises');
  const handle = await open(file, 'r');
  try {
    return await readUpTo(handle, shownAs);
  } finally {
    await handle.close();
  }
}

async function readUpTo(handle: FileHandle, shownAs: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let length = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(65_536), 0, 65_536, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    chunks.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
    if (length > sizeLimitBytes) throw tooLarge(shownAs);
  }
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

function tooLarge(shownAs: string): AkrelayError {
  return unreadable(shownAs, 'it is larger than 64 MB');
}

function isFolder(shownAs: string): AkrelayError {
  return new AkrelayError('config', {
    message: `Cannot read the config ${shownAs}: it is a folder.`,
    hint: `Name the file in it, such as ${path.join(shownAs, 'akrelay.yaml')}`,
  });
}

function unreadable(shownAs: string, reason: string, cause?: unknown): AkrelayError {
  return new AkrelayError('config', {
    message: `Cannot read the config ${shownAs}: ${reason}.`,
    hint: configHint(cause, shownAs),
    cause,
  });
}
