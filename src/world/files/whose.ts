import type { Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Walk } from './path-walk.js';

type About = Pick<Stats, 'mode' | 'uid' | 'gid'>;

/** Whether somebody else owns it. What root has made counts as one's own: root can do anything anyway. */
export function isOfAnother({ uid }: Pick<Stats, 'uid'>): boolean {
  return process.platform !== 'win32' && uid !== 0 && uid !== process.getuid?.();
}

/** Whether somebody else may write it by its mode; a group that is the user's alone is nobody else. */
export async function isWritableByOthers({ mode, gid }: About): Promise<boolean> {
  if (process.platform === 'win32') return false;
  if ((mode & 0o002) !== 0) return true;
  return (mode & 0o020) !== 0 && !(await isOwnGroup(gid));
}

/**
 * What on the way to a file somebody else could change, as the end of a sentence; undefined when nothing. In a folder such as
 * /tmp nobody can rename what belongs to somebody else.
 */
export async function whoElseLeads({ way }: Walk): Promise<string | undefined> {
  for (const [i, { place, about }] of way.entries()) {
    if (isOfAnother(about)) return `${place}, on the path to it, belongs to another user`;
    if (about.isSymbolicLink() || (about.mode & 0o1000) !== 0) continue;
    const words = i === way.length - 1 ? 'its folder' : 'a folder above it';
    if (await isWritableByOthers(about)) return `others can write to ${words}: chmod go-w ${place}`;
  }
  return undefined;
}

/** Root's own files are made for root alone; it is in no need of this. */
async function isOwnGroup(gid: number): Promise<boolean> {
  if (process.getuid?.() === 0) return false;
  const [groups, users] = await Promise.all([textOf('/etc/group'), textOf('/etc/passwd')]);
  return isGroupOfOne(userInfo().username, gid, groups, users);
}

/**
 * Whether a group is that of one user, whose files are made for it (`umask 002`): nobody else is in it. What is not known counts as
 * shared. The texts are those of group(5) and passwd(5).
 */
export function isGroupOfOne(user: string, gid: number, groups: string, users: string): boolean {
  const fields = (text: string): string[][] => text.split('\n').map((line) => line.split(':'));
  const group = fields(groups).find(([, , id]) => id === String(gid));
  const primary = fields(users).filter(([, , , id]) => id === String(gid));
  const members = (group?.[3] ?? '').split(',').filter((name) => name !== '');
  const all = [...members, ...primary.map(([name = '']) => name)];
  return group !== undefined && all.includes(user) && all.every((name) => name === user);
}

function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
