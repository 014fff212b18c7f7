// Reached through node:fs, node:fs/promises is loaded with its first use, and what reads a config with the first config.
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AkrelayError } from '../../errors.js';
import type { ConfigFiles, ConfigSource, PlannedText } from './config-files.js';
import { searchConfig } from './config-search.js';

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
export function nodeConfigFiles(place: ConfigPlace): ConfigFiles {
  const { cwd, env } = place;
  const given = place.explicit ?? (env['AKRELAY_CONFIG'] || undefined);
  const newFile = path.resolve(cwd, given ?? 'akrelay.yaml');
  const find = async (): Promise<string | undefined> =>
    given === undefined ? searchConfig(cwd, env) : path.resolve(cwd, given);
  return {
    given,
    find,
    read: async () => ({
      ...(await readConfigFile(cwd, await mustFind(find), given)),
      environment: environmentOf(place),
    }),
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
    allow: async ({ path: source, shownAs, text }) => {
      const { allowCommands, whoElseWrites } = await import('../secrets/command-trust.js');
      const reason = await whoElseWrites(source);
      if (reason !== undefined)
        throw new AkrelayError('config', {
          message: `${shownAs} cannot be trusted with commands: ${reason}.`,
          hint: 'Take the right to write from everybody else, then confirm the file again.',
        });
      await allowCommands(source, text, env);
    },
    expectNew: () => expectNew(newFile, given),
    create: async (text) => {
      await expectNew(newFile, given);
      await (await import('./atomic-write.js')).createFile(newFile, text);
    },
  };
}

async function expectNew(file: string, given: string | undefined): Promise<void> {
  if (!(await isThere(file))) return;
  throw new AkrelayError('cannot-write', {
    message: `${given ?? 'akrelay.yaml'} exists already; nothing was written.`,
    hint: 'Change it with: akrelay sender create, or name another file with --config',
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
  // The lock stands beside the file itself, so that every symbolic link to it leads to the same lock.
  const target = await fs.realpath((await readConfigFile(place.cwd, file, place.explicit)).path);
  const { lockFile } = await import('./file-lock.js');
  const lock = await lockFile(target, place.cancelled);
  try {
    const source = { ...(await readConfigFile(place.cwd, file, place.explicit)), environment: environmentOf(place) };
    const plan = edit(source);
    if (plan.changed && backup === 'kept') {
      const { writeLike } = await import('./atomic-write.js');
      await writeLike(`${file}.bak`, source.text, target);
    }
    if (plan.changed) await rewrite(place, source, target, plan.text, lock.mustBeHeld);
    return plan;
  } finally {
    await lock.release();
  }
}

async function mustFind(find: ConfigFiles['find']): Promise<string> {
  const file = await find();
  if (file !== undefined) return file;
  throw new AkrelayError('config', {
    message: 'There is no akrelay.yaml here or in a folder above.',
    hint: 'Create one with: akrelay init',
  });
}

async function rewrite(
  { cwd, explicit }: ConfigPlace,
  source: ConfigSource,
  target: string,
  text: string,
  mustBeHeld: () => Promise<void>,
): Promise<void> {
  const { rewriteFile } = await import('./atomic-write.js');
  await rewriteFile(target, text, async () => {
    await mustBeHeld();
    // An editor knows nothing of our lock.
    const now = await readConfigFile(cwd, source.path, explicit);
    if (now.text !== source.text)
      throw new AkrelayError('changed-on-disk', {
        message: `${source.shownAs} changed on disk meanwhile; nothing was written.`,
        hint: 'Look at the file and run the command again.',
      });
  });
}

/** A symbolic link that leads nowhere is there too. */
async function isThere(file: string): Promise<boolean> {
  return fs.lstat(file).then(
    () => true,
    () => false,
  );
}

async function readConfigFile(cwd: string, file: string, given: string | undefined): Promise<ConfigSource> {
  return (await import('./read-config-file.js')).readConfigFile(cwd, file, given);
}
