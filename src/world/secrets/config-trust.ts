import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { writeWhole } from '../files/atomic-write.js';
import { homeAbove } from '../files/home.js';
import { makeFolders } from '../files/make-folders.js';
import { reasonOf } from '../files/node-reason.js';
import { isOfAnother, isWritableByOthers } from '../files/whose.js';
import { whoElseRedirects } from './redirected.js';

/** A config as it was opened and read: what is asked about it later is asked about that file and that text. */
export interface OpenedConfig {
  /** Absolute path. */
  readonly file: string;
  /** Of the open file. */
  readonly about: Stats;
  readonly text: string;
}

type Env = Readonly<Record<string, string | undefined>>;

export interface TrustQuestion {
  /** `secrets`: variables and files are looked up for it; `commands`: what it names is run. */
  readonly use: 'secrets' | 'commands';
  readonly named: 'by-flag' | 'found';
  /** Where this user's state is kept. */
  readonly env: Env;
}

/** What only needs a person's word. */
export const unconfirmed = 'its commands are not confirmed';

/**
 * Why a config is not given this user's secrets, or its commands are not run; undefined when it may: its text was confirmed,
 * or nobody else can change it. It names the host that gets them. Commands of a config that was only found want a
 * confirmation all the same.
 */
export async function whyNotTrusted(
  config: OpenedConfig,
  { use, named, env }: TrustQuestion,
): Promise<string | undefined> {
  try {
    const reason =
      (await whoElseWrites(config, named)) ?? (use === 'commands' && named === 'found' ? unconfirmed : undefined);
    return reason === undefined || (await isThere(recordOf(config, env))) ? undefined : reason;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Records that this text of the config may be given secrets and run its commands. Throws `cannot-write`. */
export async function trustText(config: Pick<OpenedConfig, 'file' | 'text'>, env: Env): Promise<void> {
  const record = recordOf(config, env);
  await makeFolders(path.dirname(record), 0o700).catch(() => undefined);
  await writeWhole(record, `${config.file}\n`, 'private');
}

/**
 * The end of a sentence that names what others could change; undefined when nothing. Windows keeps access lists, which are not read:
 * there a config is trusted in the user's home folder, and where the user named it.
 */
export async function whoElseWrites(
  { file, about }: Pick<OpenedConfig, 'file' | 'about'>,
  named: TrustQuestion['named'],
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): Promise<string | undefined> {
  if (platform === 'win32')
    return named === 'by-flag' || homeAbove(path.dirname(file), home, platform) !== undefined
      ? undefined
      : 'on Windows, akrelay cannot tell who else can write to it';
  if (isOfAnother(about)) return 'it belongs to another user';
  // A pipe of the shell, `--config <(…)`, is nobody else's.
  if (about.isFIFO()) return undefined;
  if (await isWritableByOthers(about)) return `others can write to it: chmod go-w ${file}`;
  return whoElseRedirects(file, about);
}

/** One file for each path and text. */
function recordOf({ file, text }: Pick<OpenedConfig, 'file' | 'text'>, env: Env): string {
  const name = createHash('sha256').update(`${file}\n${text}`).digest('hex');
  return path.join(stateFolder(env), 'allowed', name);
}

/** Where the system keeps a user's state (XDG Base Directory Specification 0.8; Windows its own way). */
function stateFolder({ XDG_STATE_HOME: xdg, LOCALAPPDATA: local }: Env): string {
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
