import { senderOf } from './config-of.js';
import type { ConfigText } from './config-text.js';
import { error, warning } from './problem.js';
import { noAuth } from './relay-rules.js';
import { at, type SenderRule } from './sender-rule.js';
import { valueAt } from './tree.js';

/** Where a sender's user name and password come from. */
export function credentialRules(readableBy: ConfigText['readableBy']): readonly SenderRule[] {
  return [unusedCredentials, missingCredentials, literalPassword(readableBy), ...literalSlips];
}

const unusedCredentials: SenderRule = ({ values, node }) => {
  // That no method is named is told by a rule of its own.
  if (noAuth({ values, node }) !== undefined) return undefined;
  const { auth, username, password } = senderOf(values).relay;
  if (auth !== 'none' || (username ?? password) === undefined) return undefined;
  return warning(
    'relay/unused-credentials',
    at(node, 'relay', 'auth'),
    'auth is none, so the user name and password are never used',
    'Remove them, or set auth.',
  );
};

/** Asked for at each run: a person at a terminal is served so, a script is not. */
const missingCredentials: SenderRule = ({ values, node }) => {
  const { auth, username, password } = senderOf(values).relay;
  if (auth === 'none' || (username !== undefined && password !== undefined)) return undefined;
  const [what, keys] =
    username === undefined && password === undefined
      ? ['the user name and password have', "'username: { env: NAME }' and 'password: { env: NAME }'"]
      : username === undefined
        ? ['the user name has', "'username: { env: NAME }'"]
        : ['the password has', "'password: { env: NAME }'"];
  return warning(
    'relay/credentials-missing',
    at(node, 'relay', 'auth'),
    `auth is ${auth}, but ${what} no source: akrelay asks at each run, and scripts fail`,
    `Add ${keys} under relay.`,
  );
};

/** A password in the file itself: a warning where only its owner can read it, an error where others can. */
function literalPassword(readableBy: ConfigText['readableBy']): SenderRule {
  return ({ values: { name, relay }, node }) => {
    if (typeof relay?.password !== 'string') return undefined;
    const place = at(node, 'relay', 'password');
    const fix = 'Write { env: NAME } or { file: path } instead';
    return readableBy === 'others'
      ? error(
          'secret/readable-by-others',
          place,
          `the password of '${name}' is in the file, and others can read it`,
          `${fix}, or run chmod 600 on the file.`,
        )
      : warning('secret/literal', place, `the password of '${name}' is in the file`, `${fix}.`);
  };
}

/** What somebody writes who takes the file for a script, and what YAML makes of a `#` after a space. */
const literalSlips: readonly SenderRule[] = (['username', 'password'] as const).flatMap((key): SenderRule[] => [
  ({ values: { name, relay }, node }) => {
    const written = relay?.[key];
    if (typeof written !== 'string' || !/^(?:\$\{?\w+\}?|\$\(.*\)|%\w+%|\{\{.*\}\})$/.test(written)) return undefined;
    const message = `the ${key} of '${name}' is used literally: variables in the file are not expanded`;
    return warning('secret/not-replaced', at(node, 'relay', key), message, 'Write { env: NAME }.');
  },
  ({ values: { name }, node }) => {
    const value = valueAt(valueAt(node, 'relay'), key);
    const comment = value?.kind === 'scalar' && value.style === 'plain' ? value.node?.comment : undefined;
    // A person who means a comment leaves a space after the mark.
    if (typeof comment !== 'string' || !/^\S/.test(comment)) return undefined;
    const message = `the ${key} of '${name}' is cut off at the #, where YAML starts a comment`;
    return warning('secret/cut-by-comment', at(node, 'relay', key), message, 'Quote the whole value.');
  },
]);
