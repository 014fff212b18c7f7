import { decodeHead } from '../../trace/field/header-text.js';
import { MailboxWindow, type Piece } from './mailbox-window.js';
import { beginningOf, isOneMessage } from './mbox.js';
import type { Doubt, Head, InputMessage, Opened } from './message-files.js';
import { type ByteSource, fill, plainBytes, resumed } from './node-byte-source.js';

const firstReadBytes = 16 * 1024;
/** In what begins neither with a header nor like an mbox, the first separator is looked for in so many bytes. */
const middleBytes = 2 * 1024 * 1024;

/** Opens bytes that can be read only once: a message, or an mbox when they begin like one or are a piece of one. */
export async function openBytes(source: ByteSource, name: string): Promise<Opened> {
  const { bytes, end } = await firstBytes(source);
  const beginning = beginningOf(bytes);
  if (beginning === 'mbox' || beginning === 'odd-mbox') {
    const all = resumed(bytes, source);
    const plain = beginning === 'mbox' ? all : plainBytes(all, decodeHead(bytes, firstReadBytes).encoding);
    return { kind: 'mailbox', messages: messagesOf(plain, name) };
  }
  const message = streamedMessage(name, { bytes, end }, source);
  if (beginning === 'header') return { kind: 'message', message };
  const head = await message.longer(middleBytes);
  if (isOneMessage(head.bytes, beginning)) return { kind: 'message', message: { ...message, head } };
  return { kind: 'mailbox', messages: messagesOf(resumed(head.bytes, source), name, 'cut-beginning') };
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
async function* messagesOf(source: ByteSource, name: string, doubt?: Doubt): AsyncGenerator<readonly InputMessage[]> {
  let count = 0;
  for await (const { pieces, isLast } of piecesOf(source, doubt)) {
    // A single message that only begins like an mbox keeps its name.
    const isOnly = isLast && count === 0 && pieces.length === 1;
    yield pieces.map((piece) => messageOf(isOnly ? name : `${name}#${++count}`, piece));
  }
}

/** The same as pieces, with their places in the file. */
export async function* piecesOf(
  source: ByteSource,
  doubt?: Doubt,
): AsyncGenerator<{ readonly pieces: readonly Piece[]; readonly isLast: boolean }> {
  const window = new MailboxWindow(doubt);
  try {
    for (;;) {
      const length = await source.read(window.room());
      if (length === 0) break;
      const pieces = window.added(length);
      if (pieces.length > 0) yield { pieces, isLast: false };
      // Files are read synchronously: here Ctrl-C gets its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    yield { pieces: window.ended(), isLast: true };
  } finally {
    await source.close();
  }
}

function messageOf(name: string, { head, doubt }: Piece): InputMessage {
  return { name, head, doubt, longer: () => head, header: () => headerOf(head) };
}

/** Nearly all headers end in so many bytes. */
const lookBytes = 4 * 1024;

/** A header that shows all that is asked of a message is enough of it; of another its content is looked at too. */
function headerOf({ bytes, end }: Head): Head {
  const isEnough = bytes.length > lookBytes && showsAll(Buffer.from(bytes.buffer, bytes.byteOffset, lookBytes));
  // Not `slice`: of a Buffer that is not a copy.
  return isEnough
    ? { bytes: new Uint8Array(bytes.subarray(0, lookBytes)), end: 'cut' }
    : { bytes: new Uint8Array(bytes), end };
}

/**
 * Whether a header begins right below the `From ` line, as nearly all do, and ends: blank lines above one end nothing. It must
 * have a trace and an author, and hold no other messages.
 */
function showsAll(look: Buffer): boolean {
  const start = look.indexOf('\n');
  if (!/^\n(?!>?From )[!-~]/.test(look.toString('latin1', start, start + 7))) return false;
  const [header = '', body] = look.toString('latin1', start).split(/\n\r?\n/, 2);
  return (
    body !== undefined &&
    /\nreceived:/i.test(header) &&
    /\nfrom:/i.test(header) &&
    !/multipart\/(?!alternative)|message\//i.test(header)
  );
}
