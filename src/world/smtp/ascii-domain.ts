import { domainToASCII } from 'node:url';

/** The path with its domain as DNS knows it (RFC 5890 §2.3.2.1); only the part before the @ may need SMTPUTF8. */
export function asciiDomain(path: string): string {
  if (isAscii(path)) return path;
  const at = path.lastIndexOf('@');
  return path.slice(0, at + 1) + (domainToASCII(path.slice(at + 1)) || path.slice(at + 1));
}

export function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}
