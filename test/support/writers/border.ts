import { closedWriters } from './closed.js';
import { eximWriters } from './exim.js';
import { goAndRustWriters } from './go-and-rust.js';
import { javascriptWriters } from './javascript.js';
import { microsoftWriters } from './microsoft.js';
import { postfixWriters } from './postfix.js';
import { providerWriters } from './providers.js';
import { qmailWriters } from './qmail.js';
import { sendmailWriters } from './sendmail.js';
import type { Writer } from './session.js';
import { unixWriters } from './unix.js';
import { unnamedWriters } from './unnamed.js';

/** Servers that take mail from outside. */
export const borderWriters: readonly Writer[] = [
  ...postfixWriters,
  ...eximWriters,
  ...sendmailWriters,
  ...qmailWriters,
  ...javascriptWriters,
  ...goAndRustWriters,
  ...unixWriters,
  ...microsoftWriters,
  ...providerWriters,
  ...closedWriters,
  ...unnamedWriters,
];

export function borderWriter(name: string): Writer {
  const found = borderWriters.find((writer) => writer.name === name);
  if (!found) throw new Error(`no writer ${name}`);
  return found;
}
