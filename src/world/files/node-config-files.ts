// Reached through node:fs, node:fs/promises is loaded with its first use, and what reads a config with the first config.
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import type { ConfigFiles, ConfigSource, PlannedText } from './config-files.js';
import { searchConfig } from './config-search.js';
import type { ReadConfig } from './read-config-file.js';

/** Where the config is looked for, and what ends a wait for its lock. */
export interface ConfigPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The value of `--config`. */
  readonly explicit: string | undefined;
  /** The value of `--env`. */
  readonly environment: string | undefined;
  readonly cancelled: AbortSignal;
}

/** The config file on this machine. */
export interface NodeConfigFiles extends ConfigFiles {
  /**
   * Why the config that this call has read may not be given secrets, or its commands not be run; undefined when it may, and where no
   * config was read. About the file that was opened then and the text that was read from it, whatever its name leads to by now.
   */
  readonly whyNotTrusted: (use: 'secrets' | 'commands') => Promise<string | undefined>;
}

export function nodeConfigFiles(place: ConfigPlace): NodeConfigFiles {
  const { cwd, env } = place;
  const given = place.explicit ?? (env['AKRELAY_CONFIG'] || undefined);
  const newFile = path.resolve(cwd, given ?? 'akrelay.yaml');
  // Looked for once: a second look may find another file.
  let found: { readonly file: string | undefined } | undefined;
  const find = async (): Promise<string | undefined> => {
    found ??= { file: given === undefined ? searchConfig(cwd, env) : path.resolve(cwd, given) };
    return found.file;
  };
  let opened: ReadConfig | undefined;
  return {
    given,
    find,
    read: async () => {
      opened = await readConfigFile({ ...place, explicit: given }, await mustFind(find));
      return { ...opened.source, environment: environmentOf(place) };
    },
    update: async (edit, backup = 'none') => {
      const file = await mustFind(find);
      for (let attempt = 1; ; attempt++) {
        try {
          return await updateOnce({ ...place, explicit: given }, file, edit, backup);
        } catch (error) {
          const { LockLost } = await import('./file-lock.js');
          if (!(error instanceof LockLost) || attempt === attempts) throw error;
        }
      }
    },
    allow: async ({ path: file, text }) => (await import('../secrets/config-trust.js')).trustText({ file, text }, env),
    whyNotTrusted: async (use) => {
      if (opened === undefined) return undefined;
      const { whyNotTrusted } = await import('../secrets/config-trust.js');
      const { about, source } = opened;
      const named = given === undefined ? 'found' : 'by-flag';
      return whyNotTrusted({ file: source.path, about, text: source.text }, { use, named, env });
    },
    expectNew: async () => {
      await expectNew(newFile, given);
      await (await import('./atomic-write.js')).expectNewPlace(newFile);
    },
    create: async (text) => {
      await expectNew(newFile, given);
      await (await import('./atomic-write.js')).createFile(newFile, text);
    },
  };
}

async function expectNew(file: string, given: string | undefined): Promise<void> {
  if (!(await isThere(file))) return;
  throw new AkrelayError('cannot-write', {
    message: `${given ?? 'akrelay.yaml'} already exists; nothing was written.`,
    hint: 'Add to it with akrelay sender create, or choose another file with --config.',
  });
}

/** An empty name chooses the base. */
function environmentOf({ environment, env }: ConfigPlace): string | undefined {
  return (environment ?? env['AKRELAY_ENV']) || undefined;
}

/** Losing a lock is rare, and losing it twice in a row all but impossible. */
const attempts = 3;

async function updateOnce<Plan extends PlannedText>(
  place: ConfigPlace,
  file: string,
  edit: (source: ConfigSource) => Plan,
  backup: 'none' | 'kept',
): Promise<Plan> {
  // Told in the words of the name that was given where it cannot be read.
  const { shownAs } = (await readConfigFile(place, file)).source;
  // The lock is next to the file itself, so that every symbolic link to it leads to the same lock; from here on the link is not asked again.
  const target = (await import('./read-config-file.js')).realConfig(file, shownAs);
  const read = (): Promise<ReadConfig> => readConfigFile({ ...place, explicit: shownAs }, target);
  const { lockFile, sweep } = await import('./file-lock.js');
  const lock = await lockFile(target, place.cancelled);
  const backupFile = `${file}.bak`;
  try {
    for (const name of [target, backupFile]) await sweep(name);
    const { source, about } = await read();
    const plan = edit({ ...source, path: file, environment: environmentOf(place) });
    if (plan.changed) {
      const { rewriteFile } = await import('./atomic-write.js');
      await rewriteFile(target, plan.text, {
        keep: about,
        backup: backup === 'kept' ? { file: backupFile, text: source.text } : undefined,
        lastLook: () => mustBeAsRead(source, read, lock.mustBeHeld),
      });
    }
    return plan;
  } finally {
    await lock.release();
  }
}

async function mustFind(find: ConfigFiles['find']): Promise<string> {
  const file = await find();
  if (file !== undefined) return file;
  throw new AkrelayError('config', {
    message: 'No akrelay.yaml was found here or in a parent folder.',
    hint: 'Create one with: akrelay init',
  });
}

async function mustBeAsRead(
  source: ConfigSource,
  read: () => Promise<ReadConfig>,
  mustBeHeld: () => Promise<void>,
): Promise<void> {
  await mustBeHeld();
  // An editor knows nothing of our lock, and may have moved the file aside.
  const now = await read().catch(() => undefined);
  if (now?.source.text !== source.text)
    throw new AkrelayError('changed-on-disk', {
      message: `${source.shownAs} changed on disk in the meantime; nothing was written.`,
      hint: 'Check the file, then run the command again.',
    });
  await mustBeHeld();
}

/** A symbolic link that leads nowhere is there too. */
async function isThere(file: string): Promise<boolean> {
  return fs.lstat(file).then(
    () => true,
    () => false,
  );
}

async function readConfigFile({ cwd, explicit, cancelled }: ConfigPlace, file: string): Promise<ReadConfig> {
  return (await import('./read-config-file.js')).readConfigFile(file, { cwd, given: explicit, cancelled });
}
