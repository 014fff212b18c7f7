import { pipeline, Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';

/**
 * Unpacks a gzip archive. One that was cut gives what it holds, as the header stands at its beginning; only when no trace
 * line has come by then does it throw, lest the message seem to have none. Throws what zlib says of a damaged one.
 */
export async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let trailer: Uint8Array = new Uint8Array(0);
  async function* watched(): AsyncIterable<Uint8Array> {
    for await (const block of packed) {
      trailer = Buffer.concat([trailer, block.subarray(-8)]).subarray(-8);
      yield block;
    }
  }
  const unpacked = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  pipeline(Readable.from(watched()), unpacked, () => undefined);
  let length = 0;
  let end = '\n';
  let hasTrace = false;
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    length += chunk.length;
    hasTrace ||= traceLine.test(end + chunk.toString('latin1'));
    end = chunk.toString('latin1', Math.max(0, chunk.length - longestStart));
    yield chunk;
  }
  if (!hasTrace && length !== lengthIn(trailer)) throw new Error('the archive ends before its content does');
}

/** UTF-16 has NULs between. */
const traceLine = /\n\0?r\0?e\0?c\0?e\0?i\0?v\0?e\0?d/i;
const longestStart = 2 * '\nReceived'.length;

/** The length of the content as an archive tells it at its end (RFC 1952 §2.3.1, ISIZE). */
function lengthIn(trailer: Uint8Array): number {
  return trailer.length < 8 ? -1 : Buffer.from(trailer).readUInt32LE(4);
}
