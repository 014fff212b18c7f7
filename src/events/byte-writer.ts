/**
 * Puts texts together as bytes, in one place: to put strings together and then make bytes of them takes twice as long. One place for all,
 * in the module itself, since millions of events are written.
 */
let bytes = new Uint8Array(4_096);
let length = 0;

export function clearBytes(): void {
  length = 0;
}

/** Since `clearBytes`; good until the next is written. */
export function writtenBytes(): Uint8Array {
  return bytes.subarray(0, length);
}

export function writeByte(byte: number): void {
  if (length === bytes.length) makeRoom(1);
  bytes[length++] = byte;
}

/** A code unit of ASCII is one byte. Any other is 0xff and its two bytes, halves of characters too: no two texts have the same bytes. */
export function writeText(text: string): void {
  const most = 3 * text.length;
  if (length + most > bytes.length) makeRoom(most);
  length = put(text, length);
}

/** A text with its length in decimal digits and a colon before it. */
export function writeCounted(text: string): void {
  const most = 3 * text.length + 11;
  if (length + most > bytes.length) makeRoom(most);
  let at = length;
  const count = text.length;
  if (count < 100) {
    if (count >= 10) bytes[at++] = zero + ((count / 10) | 0);
    bytes[at++] = zero + (count % 10);
  } else at = put(String(count), at);
  bytes[at++] = colon;
  length = put(text, at);
}

const [zero, colon] = [0x30, 0x3a];

/** Returns the place after it. */
function put(text: string, begin: number): number {
  const to = bytes;
  let at = begin;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) to[at++] = code;
    else {
      to[at++] = 0xff;
      to[at++] = code >> 8;
      to[at++] = code & 0xff;
    }
  }
  return at;
}

function makeRoom(more: number): void {
  const larger = new Uint8Array(Math.max(2 * bytes.length, length + more));
  larger.set(bytes);
  bytes = larger;
}
