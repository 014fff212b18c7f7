import { AkrelayError, cancelledError } from '../../errors.js';
import { ReadStopped } from './read-stopped.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is not a folder',
  EEXIST: 'it already exists',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
  EMFILE: 'too many open files',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENXIO: 'it is a socket or a device',
  EADDRINUSE: 'it is already in use',
  EADDRNOTAVAIL: 'it is not an address of this machine',
  ENOTFOUND: 'the name does not resolve',
  EAI_AGAIN: 'the name server does not answer',
  EBUSY: 'it is a mount point, or in use',
};

/** The code of a system error, such as ENOENT; empty when it has none. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** A system error in words, by its code. */
export function reasonOf(error: unknown): string {
  if (error instanceof ReadStopped) return error.reason;
  const code = codeOf(error);
  return reasons[code] ?? (code === '' ? 'unknown cause' : code);
}

function hintFor(error: unknown): string {
  return codeOf(error) === 'ENOENT' ? 'Check the path.' : 'Check the path and its permissions.';
}

/** `input-missing`, in words; `cancelled` where Ctrl-C broke the reading off, `temporary` where the time ran out. */
export function cannotRead(name: string, error: unknown): AkrelayError {
  if (codeOf(error) === 'ABORT_ERR') return cancelledError(undefined, error);
  const isLate = error instanceof ReadStopped && error.why === 'late';
  return new AkrelayError(isLate ? 'temporary' : 'input-missing', {
    message: `Cannot read ${name}: ${reasonOf(error)}.`,
    hint: isLate ? 'Check that something writes to it, or allow more time.' : hintFor(error),
    cause: error,
  });
}

/** What to do about a folder or a file that cannot be written. */
export function writeHint(error: unknown, usual: string): string {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'Free some space there, then run the command again.';
  return code === 'EROFS' ? 'Remount it read-write, or use a file elsewhere.' : usual;
}

/** What to do about a config that cannot be read; one that was found by search has no path to check. */
export function configHint(error: unknown, shownAs: string): string {
  const code = codeOf(error);
  return code === 'EACCES' || code === 'EPERM'
    ? `Make it readable (chmod u+r ${shownAs}, if you own the file), or use another with --config`
    : 'Check --config or AKRELAY_CONFIG, or create a config with: akrelay init';
}

/** Whether a system error has one of the codes. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(codeOf(error));
}
