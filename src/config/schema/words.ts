import * as v from 'valibot';
import { parseNetwork } from '../../trace/address/network.js';
import { wholeNumber } from './parts.js';

/** Text with something in it. */
export const text = v.pipe(v.string('value/text'), v.nonEmpty('value/empty'));

export const name = v.pipe(
  text,
  v.maxLength(128, 'value/name'),
  // A name is a command-line word and a cell of a table: no white space at its ends, nothing that steers a terminal.
  v.regex(/^(?!-)[^\s\p{C}](?:[^\p{C}\n]*[^\s\p{C}])?$/u, 'value/name'),
);

export const emailAddress = v.pipe(text, v.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'value/email'));

export const domain = v.pipe(
  text,
  v.regex(/^(?=.{1,253}$)[\p{L}\p{N}_-]{1,63}(\.[\p{L}\p{N}_-]{1,63})*$/u, 'value/domain'),
);

export const cidr = v.pipe(
  text,
  v.check((cidr) => parseNetwork(cidr) !== undefined, 'value/cidr'),
);
export const hostPattern = v.pipe(
  text,
  v.regex(/^(\*\.)?[\p{L}\p{N}_#-]+(\.[\p{L}\p{N}_#-]+)*\.?$/u, 'value/host-pattern'),
);
export const platformId = (description: string) => wholeNumber(1, Number.MAX_SAFE_INTEGER, description);

/** An offset from UTC. */
export const zone = v.pipe(text, v.regex(/^[+-](?:0\d|1[0-4]):[0-5]\d$/, 'value/zone'));

/** Without user name and password: the address is shown wherever the sender is. */
export function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
