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

/** A system error in words, by its code. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
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
