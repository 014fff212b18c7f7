import { AkrelayError } from '../errors.js';
import type { Files } from '../world/world.js';

/** The bytes of a file that may be written over; undefined when there is no such file. Throws what else `Files.read` throws. */
export async function readIfThere(file: string, mostMegabytes: number, files: Files): Promise<Uint8Array | undefined> {
  try {
    return await files.read(file, { fate: 'replaceable', mostMegabytes });
  } catch (error) {
    if (error instanceof AkrelayError && isMissing(error)) return undefined;
    throw error;
  }
}

/** Not every `input-missing`: a file that cannot be read is there. */
function isMissing({ cause }: AkrelayError): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOENT';
}
