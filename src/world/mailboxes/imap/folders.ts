import { kindByName } from '../folder-names.js';
import { noSuchFolder } from '../found.js';
import type { FolderKind, ImapAccess } from '../mailboxes.js';
import type { ImapConnection } from './connection.js';

export interface Folder {
  readonly path: string;
  readonly kind: FolderKind;
}

const mostFolders = 20;

/** The folders asked for; else the inbox, those for unwanted mail, and that of all mail, last, where there is one. */
export async function foldersOf(
  { folders: asked }: ImapAccess,
  { client, server }: ImapConnection,
): Promise<readonly Folder[]> {
  const listed = (await client.list()).filter(
    ({ flags }) => ![...flags].some((flag) => /^\\no(?:select|nexistent)$/i.test(flag)),
  );
  const all = listed.map(({ path, delimiter, specialUse }) => ({
    path,
    specialUse,
    kind: specialUse === '\\Junk' ? ('junk' as const) : kindByName(path, delimiter),
  }));
  if (asked === undefined) {
    const usual = all.filter(({ kind }) => kind !== 'other');
    const rest = all.filter(({ kind, specialUse }) => kind === 'other' && specialUse === '\\All');
    return [...usual.sort((a, b) => Number(a.kind === 'junk') - Number(b.kind === 'junk')), ...rest].slice(
      0,
      mostFolders,
    );
  }
  return asked.map((name) => {
    const found = all.find(
      ({ path }) =>
        path === name ||
        path.normalize('NFC') === name.normalize('NFC') ||
        (/^inbox$/i.test(name) && /^inbox$/i.test(path)),
    );
    if (found !== undefined) return found;
    throw noSuchFolder(
      name,
      server,
      all.map(({ path }) => path),
    );
  });
}
