import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { writeWhole } from '../files/atomic-write.js';
import { reasonOf } from '../files/node-reason.js';

/** How the config was chosen, and where this user's state is kept. */
export interface TrustQuestion {
  /** Absolute path of the config. */
  readonly file: string;
  readonly named: 'by-flag' | 'found';
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What only needs a person's word. */
export const unconfirmed = 'its commands are not confirmed: akrelay config allow';

/**
 * Why commands of a config may not be run; undefined when they may: nobody else can write the file, and it was named by
 * `--config` or confirmed as it stands.
 */
export async function whyNoCommands({ file, named, env }: TrustQuestion): Promise<string | undefined> {
  try {
    const writable = await whoElseWrites(file);
    if (writable !== undefined || named === 'by-flag') return writable;
    const isAllowed = await isThere(recordOf(file, await readFile(file, 'utf8'), env));
    return isAllowed ? undefined : unconfirmed;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Records that commands of the config may be run as long as its text is this one. Throws `cannot-write`. */
export async function allowCommands(file: string, text: string, env: TrustQuestion['env']): Promise<void> {
  const record = recordOf(file, text, env);
  await mkdir(path.dirname(record), { recursive: true, mode: 0o700 }).catch(() => undefined);
  await writeWhole(record, `${file}\n`, 0o600);
}

/** A sentence's end that names what others could write; undefined when nothing. Windows has no such modes. */
export async function whoElseWrites(file: string): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  const target = await realpath(file);
  const about = await stat(target);
  if (!about.isFile()) return 'it is no regular file';
  const places = new Set([path.dirname(target), path.dirname(path.resolve(file))]);
  if (isOthers(about)) return `others can write it: chmod go-w ${file}`;
  for (const folder of places)
    if (isOthers(await stat(folder))) return `others can write its folder: chmod go-w ${folder}`;
  for (const above of [...places].flatMap(foldersAbove)) {
    const { mode, uid } = await stat(above);
    // In a folder such as /tmp nobody can rename what belongs to somebody else.
    if (isOthers({ mode: (mode & 0o1000) === 0 ? mode : 0, uid }))
      return `others can write a folder above it: ${above}`;
  }
  return undefined;
}

function isOthers({ mode, uid }: Pick<Stats, 'mode' | 'uid'>): boolean {
  return (mode & 0o022) !== 0 || (uid !== 0 && uid !== process.getuid?.());
}

function foldersAbove(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [] : [above, ...foldersAbove(above)];
}

/** One file for each path and text. */
function recordOf(file: string, text: string, env: TrustQuestion['env']): string {
  const name = createHash('sha256').update(`${file}\n${text}`).digest('hex');
  return path.join(stateFolder(env), 'allowed', name);
}

/** Where the system keeps a user's state (XDG Base Directory Specification 0.8; Windows its own way). */
function stateFolder({ XDG_STATE_HOME: xdg, LOCALAPPDATA: local }: TrustQuestion['env']): string {
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'akrelay');
  if (process.platform === 'win32') return path.join(local ?? path.join(homedir(), 'AppData', 'Local'), 'akrelay');
  return path.join(homedir(), '.local', 'state', 'akrelay');
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    (about) => about.isFile(),
    () => false,
  );
}
