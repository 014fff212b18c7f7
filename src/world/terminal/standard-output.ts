import { fstatSync, writeSync } from 'node:fs';

/** Where the data goes. */
export interface StandardOutput {
  readonly isTTY: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  /** Resolves when the text is accepted; rejects with the system's error. */
  readonly write: (text: string | Uint8Array) => Promise<void>;
}

const fd = 1;

/**
 * Standard output. Files and pipes, which Node writes synchronously anyway on POSIX systems, are written without Node's
 * stream: to load that takes a start of 58 ms another 4 (Node 20, 2026-11).
 */
export function standardOutput(): StandardOutput {
  if (isPlain()) return { isTTY: false, columns: undefined, write: writePlainly };
  const stream = process.stdout;
  return { isTTY: Boolean(stream.isTTY), columns: stream.isTTY ? stream.columns : undefined, write: writeStream };
}

/** A file, a pipe or /dev/null: no terminal, and no socket. */
function isPlain(): boolean {
  if (process.platform === 'win32') return false;
  const output = fstatSync(fd);
  return output.isFile() || output.isFIFO() || (output.isCharacterDevice() && output.rdev === nullDevice());
}

function nullDevice(): number | undefined {
  // Major 1, minor 3 (Linux, Documentation/admin-guide/devices.txt); elsewhere the stream serves.
  return process.platform === 'linux' ? 0x103 : undefined;
}

/** One for all writes, which come one after the other: memory that is new each time costs as much as the text itself. */
const encoded = Buffer.allocUnsafeSlow(256 * 1024);

function bytesOf(text: string | Uint8Array): Buffer {
  if (typeof text !== 'string') return Buffer.from(text.buffer, text.byteOffset, text.length);
  // A UTF-16 unit becomes three bytes at most.
  return text.length * 3 <= encoded.length ? encoded.subarray(0, encoded.write(text)) : Buffer.from(text);
}

async function writePlainly(text: string | Uint8Array): Promise<void> {
  const bytes = bytesOf(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      // A pipe that somebody made non-blocking is full: the stream knows how to wait.
      return writeStream(Buffer.from(bytes.subarray(written)));
    }
  }
}

function writeStream(data: string | Uint8Array): Promise<void> {
  // The error comes by the callback as well; as an event that nobody hears it would end the program.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => undefined);
  return new Promise((resolve, reject) => process.stdout.write(data, (error) => (error ? reject(error) : resolve())));
}
