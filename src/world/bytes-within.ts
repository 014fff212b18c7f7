/** What a stream gave: all of it, as much as was wanted and a little more, or what came before it broke off. */
export type Gathered = { readonly bytes: Buffer } & (
  | { readonly end: 'whole' | 'more' }
  | { readonly end: 'broken'; readonly error: unknown }
);

/** The bytes of a stream until they are more than so many; the stream is ended then. Never rejects. */
export async function gathered(stream: AsyncIterable<Buffer>, mostBytes: number): Promise<Gathered> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > mostBytes) return { bytes: Buffer.concat(chunks), end: 'more' };
    }
  } catch (error) {
    return { bytes: Buffer.concat(chunks), end: 'broken', error };
  }
  return { bytes: Buffer.concat(chunks), end: 'whole' };
}

/** All bytes of a stream; undefined where they are more. Rejects as the stream does. */
export async function bytesWithin(stream: AsyncIterable<Buffer>, mostBytes: number): Promise<Buffer | undefined> {
  const got = await gathered(stream, mostBytes);
  if (got.end === 'broken') throw got.error;
  return got.end === 'whole' ? got.bytes : undefined;
}
