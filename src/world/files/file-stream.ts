import { constants, createReadStream, openSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { isSingleFile } from '../own-program.js';

/** A file as a stream, for what cannot be read synchronously. Waits for a named pipe's writer so that Ctrl-C still ends it. */
export async function fileStream(absolute: string): Promise<Readable> {
  const isPipe = process.platform !== 'win32' && statSync(absolute, { throwIfNoEntry: false })?.isFIFO();
  // Bun takes a pipe without a writer for one that has ended, and does not wait for its threads when it exits.
  if (!isPipe || isSingleFile) return createReadStream(absolute);
  const { Socket } = await import('node:net');
  try {
    // A blocked open(2) holds a thread, and the process cannot exit before it.
    const fd = openSync(absolute, constants.O_RDONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: true, writable: false });
  } catch (error) {
    return new Readable({ read: (): void => undefined }).destroy(error as Error);
  }
}
