/** All bytes of a stream; undefined where they are more, and the stream is ended then. Rejects as the stream does. */
export async function bytesWithin(stream: AsyncIterable<Buffer>, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes) return undefined;
  }
  return Buffer.concat(chunks);
}
