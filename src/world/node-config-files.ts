import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AkrelayError } from '../errors.js';
import type { ConfigFiles, ConfigSource } from './config-files.js';
import { writeWhole } from './node-files.js';
import { reasonOf } from './node-reason.js';

/** The config file on this machine. `explicit` is the value of `--config`. */
export function nodeConfigFiles(cwd: string, explicit: string | undefined): ConfigFiles {
  const find = async (): Promise<string | undefined> => {
    if (explicit !== undefined) return path.resolve(cwd, explicit);
    return (await import('./config-search.js')).searchConfig(cwd);
  };
  const read = async (): Promise<ConfigSource> => {
    const file = await find();
    if (file === undefined)
      throw new AkrelayError('config', {
        message: 'There is no akrelay.yaml here or in a folder above.',
        hint: 'Create one with: akrelay init',
      });
    return readSource(cwd, file);
  };
  const replace = async (source: ConfigSource, text: string): Promise<void> => {
    const now = await readSource(cwd, source.path);
    if (now.version !== source.version)
      throw new AkrelayError('changed-on-disk', {
        message: `${source.shownAs} changed on disk meanwhile; nothing was written.`,
        hint: 'Look at the file and run the command again.',
      });
    const target = await realpath(source.path);
    await writeWhole(target, text, (await stat(target)).mode & 0o777);
  };
  return {
    find,
    read,
    replace,
    update: async (edit) => {
      const source = await read();
      const plan = edit(source);
      if (plan.changed) await replace(source, plan.text);
      return plan;
    },
    create: async (text) => {
      const file = path.resolve(cwd, explicit ?? 'akrelay.yaml');
      await writeWhole(file, text, 0o666);
      return file;
    },
  };
}

async function readSource(cwd: string, file: string): Promise<ConfigSource> {
  try {
    const text = await readFile(file, 'utf8');
    const { mode } = await stat(file);
    const relative = path.relative(cwd, file);
    return {
      path: file,
      shownAs: relative !== '' && relative.length < file.length ? relative : file,
      text,
      readableBy: process.platform === 'win32' ? 'unknown' : (mode & 0o044) !== 0 ? 'others' : 'owner',
      version: createHash('sha256').update(text).digest('hex'),
    };
  } catch (error) {
    throw new AkrelayError('config', {
      message: `Cannot read the config ${file}: ${reasonOf(error)}.`,
      hint: 'Check the path of --config, or create a config with: akrelay init',
      cause: error,
    });
  }
}
