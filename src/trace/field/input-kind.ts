/** What an input is when it is not an e-mail, so that the caller can say how to export properly. */
export type InputKind =
  | 'empty'
  | 'html'
  | 'outlook-msg'
  | 'image'
  | 'pdf'
  | 'gzip'
  | 'zip'
  | 'archive'
  | 'rtf'
  | 'json'
  | 'binary'
  | 'text';

/** File signatures, from the formats' own specifications; latin1. */
const signatures: readonly (readonly [string, InputKind])[] = [
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'outlook-msg'],
  ['\x89PNG\r\n', 'image'],
  ['\xff\xd8\xff', 'image'],
  ['GIF8', 'image'],
  ['BM', 'image'],
  ['II*\0', 'image'],
  ['MM\0*', 'image'],
  ['%PDF-', 'pdf'],
  ['\x1f\x8b', 'gzip'],
  ['PK\x03\x04', 'zip'],
  ['7z\xbc\xaf', 'archive'],
  ['Rar!\x1a', 'archive'],
  ['!<arch>\n', 'archive'],
  ['{\\rtf', 'rtf'],
];

/** The kind that the first bytes, as latin1 text, give away on their own; undefined for what may be an e-mail. */
export function kindBySignature(head: string): InputKind | undefined {
  const known = signatures.find(([signature]) => head.startsWith(signature));
  if (known) return known[1] === 'image' && /^BM[\w-]*:/.test(head) ? undefined : known[1];
  if (/^RIFF....WEBP/s.test(head) || /^....ftyp(?:heic|avif|mif1)/s.test(head)) return 'image';
  // tar(5), of POSIX and of GNU.
  if (head.startsWith('ustar', 257)) return 'archive';
  // The padding of an older tar and of other containers: an e-mail begins with lines of a server.
  return head.includes('\0\0\0\0') ? 'binary' : undefined;
}

/** Characters that no line above an e-mail has; a letter in a foreign character set has none of them either. */
export function isBinary(text: string): boolean {
  return /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text);
}

/** A web page that shows a header holds lines that look like fields. */
export function isWebPage(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body|meta|div|table|!--)/i.test(text.slice(0, 2048));
}

/** The kind of an input in which no header field of an e-mail was found. */
export function kindOfOther(text: string): InputKind {
  const head = text.slice(0, 2048);
  if (/^\s*$/.test(head) && text.length <= head.length) return 'empty';
  if (isWebPage(head)) return 'html';
  if (/^\s*[{[]\s*["{[]/.test(head)) return 'json';
  const controls = head.match(/[\x00-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  return controls > head.length / 50 ? 'binary' : 'text';
}
