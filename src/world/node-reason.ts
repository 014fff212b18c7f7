import { AkrelayError } from '../errors.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'it exists already',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many open files',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENXIO: 'it is a socket or a device',
};

/** The code of a system error, such as ENOENT; empty when it has none. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** A system error in words, by its code. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return reasons[code] ?? (code === '' ? 'unknown cause' : code);
}

/** `input-missing`, in words. */
export function cannotRead(name: string, error: unknown): AkrelayError {
  return new AkrelayError('input-missing', {
    message: `Cannot read ${name}: ${reasonOf(error)}.`,
    hint: 'Check the path and its permissions.',
    cause: error,
  });
}
