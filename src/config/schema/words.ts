import * as v from 'valibot';
import { anyScript } from '../../relay/any-script.js';
import { parseNetwork } from '../../trace/address/network.js';
import { wholeNumber } from './parts.js';

/** Text with something in it. */
export const text = v.pipe(v.string('value/text'), v.nonEmpty('value/empty'));

/** Text of a shape in letters of any script. */
function shaped(pattern: string, rule: string) {
  return v.pipe(text, v.metadata({ pattern }), v.check(anyScript(pattern), rule));
}

export const name = v.pipe(
  // A name is a command-line word and a cell of a table: no white space at its ends, nothing that steers a terminal.
  shaped(String.raw`^(?!-)[^\s\p{C}](?:[^\p{C}\n]*[^\s\p{C}])?$`, 'value/name'),
  v.maxLength(128, 'value/name'),
);

export const emailAddress = v.pipe(text, v.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'value/email'));

export const domain = shaped(String.raw`^(?=.{1,253}$)[\p{L}\p{N}_-]{1,63}(\.[\p{L}\p{N}_-]{1,63})*$`, 'value/domain');

export const cidr = v.pipe(
  text,
  v.check((cidr) => parseNetwork(cidr) !== undefined, 'value/cidr'),
);
export const hostPattern = shaped(String.raw`^(\*\.)?[\p{L}\p{N}_#-]+(\.[\p{L}\p{N}_#-]+)*\.?$`, 'value/host-pattern');
export const platformId = (description: string) => wholeNumber(1, Number.MAX_SAFE_INTEGER, description);

/** An offset from UTC. */
export const zone = v.pipe(text, v.regex(/^[+-](?:0\d|1[0-4]):[0-5]\d$/, 'value/zone'));

/** Without user name and password: the address is shown wherever the sender is. */
export function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
