import { pipeline, Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';

/**
 * Unpacks a gzip archive. Of one that was cut, all that it holds comes first: who sees a whole header in it need not read on.
 * Throws what zlib says of a damaged one, and at the end of one that was cut.
 */
export async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const end = endOf();
  // Without the flush, zlib makes an error of the cut and keeps back what it could unpack.
  const unpacked = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  pipeline(Readable.from(end.watched(packed)), unpacked, () => undefined);
  let length = 0;
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    length += chunk.length;
    yield chunk;
  }
  if (!end.fits(length)) throw new Error('the archive ends before its content does');
}

/** What begins an archive (RFC 1952 §2.3.1: ID1, ID2, CM). */
const magic = Buffer.from([0x1f, 0x8b, 0x08]);

/** Watches the bytes pass, to tell in the end whether they were the whole archive, or several in a row (RFC 1952 §2.2). */
function endOf() {
  let last: Uint8Array = new Uint8Array(0);
  let seen = 0;
  let isSeveral = false;
  return {
    watched: async function* (packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
      for await (const block of packed) {
        const before = last.subarray(-2);
        // Not the one at the very beginning.
        const from = seen === before.length ? 1 : 0;
        isSeveral ||= Buffer.concat([before, block]).indexOf(magic, from) >= 0;
        seen += block.length;
        last = Buffer.concat([last, block.subarray(-8)]).subarray(-8);
        yield block;
      }
    },
    /** An archive says at its end how much it holds, modulo 2^32 (ISIZE); of several the last one does. */
    fits: (length: number): boolean => {
      if (last.length < 8) return false;
      const said = Buffer.from(last).readUInt32LE(4);
      return said === length % 2 ** 32 || (isSeveral && said < length);
    },
  };
}
