import { fstatSync, type Stats, writeSync } from 'node:fs';

/** Where the data goes. */
export interface StandardOutput {
  readonly isTTY: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  /** Resolves when the text is accepted; rejects with the system's error. */
  readonly write: (text: string | Uint8Array) => Promise<void>;
}

const fd = 1;
/** What a pipe takes without a reader: a page at least (Linux, pipe(7)). */
const pipeRoomBytes = 4096;

/**
 * Standard output. Files, and pipes as long as they have room, are written without Node's stream: to load that takes a start of
 * 58 ms another 4 (Node 20, 2026-11). What is more goes to a pipe by the stream, which waits for a slow reader without stopping the
 * process: a receiver would be deaf meanwhile, even for SIGTERM.
 */
export function standardOutput(): StandardOutput {
  const kind = process.platform === 'win32' ? 'other' : kindOf(fstatSync(fd));
  if (kind === 'file') return { isTTY: false, columns: undefined, write: writePlainly };
  if (kind === 'pipe') return { isTTY: false, columns: undefined, write: pipeWriter() };
  const stream = process.stdout;
  return { isTTY: Boolean(stream.isTTY), columns: stream.isTTY ? stream.columns : undefined, write: writeStream };
}

/** `other`: a terminal or a socket. */
function kindOf(output: Stats): 'file' | 'pipe' | 'other' {
  if (output.isFIFO()) return 'pipe';
  const isNull = output.isCharacterDevice() && output.rdev === nullDevice();
  return output.isFile() || isNull ? 'file' : 'other';
}

function nullDevice(): number | undefined {
  // Major 1, minor 3 (Linux, Documentation/admin-guide/devices.txt); elsewhere the stream serves.
  return process.platform === 'linux' ? 0x103 : undefined;
}

function pipeWriter(): StandardOutput['write'] {
  let room = pipeRoomBytes;
  return (text) => {
    const data = typeof text === 'string' ? Buffer.from(text) : text;
    room -= data.length;
    return room >= 0 ? writePlainly(data) : writeStream(data);
  };
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
