import { isUtf8 } from 'node:buffer';

/** The text of bytes that a secret was read from, without one line end; or what is wrong with them. `name` names their source. */
export function secretText(bytes: Uint8Array, name: string): { readonly value: string } | { readonly problem: string } {
  if (isUtf16(bytes)) return { problem: `${name} is UTF-16 text: save it as UTF-8` };
  if (!isUtf8(bytes)) return { problem: `${name} is not UTF-8 text: save it as UTF-8` };
  const text = Buffer.from(bytes).toString('utf8');
  return { value: text.replace(/^\ufeff/, '').replace(/\r?\n$/, '') };
}

/** By its mark, or because every other byte is NUL, as of Latin letters. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const every = (from: number): boolean => bytes.every((byte, i) => (byte === 0) === (i % 2 === from));
  return bytes.length > 1 && (every(0) || every(1));
}
