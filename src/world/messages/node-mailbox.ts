import { MailboxWindow } from './mailbox-window.js';
import { beginsLikeMbox } from './mbox.js';
import type { Head, InputMessage, Opened } from './message-files.js';
import { type ByteSource, fill, resumed } from './node-byte-source.js';

const firstReadBytes = 16 * 1024;

/** Opens bytes that can be read only once: a message, or an mbox when they begin like one. */
export async function openBytes(source: ByteSource, name: string): Promise<Opened> {
  const { bytes, end } = await firstBytes(source);
  if (beginsLikeMbox(bytes)) return { kind: 'mailbox', messages: messagesOf(resumed(bytes, source), name) };
  return { kind: 'message', message: streamedMessage(name, { bytes, end }, source) };
}

/** The first bytes, until the header seems to be in sight: who writes into a pipe may take a while for the rest. */
async function firstBytes(source: ByteSource): Promise<Head> {
  const first = Buffer.alloc(firstReadBytes);
  let length = 0;
  while (length < first.length) {
    const added = await source.read(first.subarray(length));
    if (added === 0) return { bytes: first.subarray(0, length), end: 'whole' };
    length += added;
    if (first.subarray(0, length).includes('\n\n') || first.subarray(0, length).includes('\n\r\n')) break;
  }
  return { bytes: first.subarray(0, length), end: 'cut' };
}

function streamedMessage(name: string, head: Head, source: ByteSource): InputMessage {
  let known = head.bytes;
  return {
    name,
    head,
    longer: async (limit) => {
      const more = Buffer.alloc(Math.max(limit, known.length));
      more.set(known);
      known = more.subarray(0, known.length + (await fill(source, more.subarray(known.length))));
      return { bytes: known, end: known.length < limit ? 'whole' : 'cut' };
    },
    close: source.close,
  };
}

/** The messages of an mbox, in the portions in which they are found; each is good until the next. */
export async function* messagesOf(source: ByteSource, name: string): AsyncGenerator<readonly InputMessage[]> {
  const window = new MailboxWindow();
  let count = 0;
  const numbered = (head: Head): InputMessage => {
    count += 1;
    return { name: `${name}#${count}`, head, longer: () => head, header: () => headerOf(head) };
  };
  try {
    for (;;) {
      const length = await source.read(window.room());
      if (length === 0) break;
      const heads = window.added(length);
      if (heads.length > 0) yield heads.map(numbered);
      // Files are read synchronously: here Ctrl-C gets its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const last = window.ended();
    // A single message that only begins like an mbox keeps its name.
    const [only] = last;
    if (count === 0 && last.length === 1 && only !== undefined) yield [{ name, head: only, longer: () => only }];
    else yield last.map(numbered);
  } finally {
    await source.close();
  }
}

/** The reader looks at so many bytes first, and at more only when the header does not end in them. */
const lookBytes = 4 * 1024;

function headerOf({ bytes, end }: Head): Head | undefined {
  const look = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, lookBytes));
  if (bytes.length > lookBytes && !showsHeader(look)) return undefined;
  return { bytes: new Uint8Array(look), end: bytes.length > lookBytes ? 'cut' : end };
}

/** Whether a header begins right below the `From ` line, as nearly all do, and ends: blank lines above one end nothing. */
function showsHeader(look: Buffer): boolean {
  const start = look.indexOf('\n') + 1;
  const first = look.toString('latin1', start, start + 6);
  if (!/^[!-~]/.test(first) || /^>?From /.test(first)) return false;
  return look.includes('\n\n', start) || look.includes('\n\r\n', start);
}
