import { clearTextLogin } from '../presets/clear-text-login.js';
import { presets } from '../presets/index.js';
import { parseHostPort } from '../relay/host-port.js';
import { defaultProvider, senderOf } from './config-of.js';
import type { ConfigText } from './config-text.js';
import { error, type Finding, warning } from './problem.js';
import { type Value, valueAt } from './tree.js';
import { offsetOf } from './tree-offsets.js';
import { type PlacedSender, textsOf } from './whole-parts.js';

type Rule = (sender: PlacedSender) => Finding | undefined;

/** The rules of single senders and of their names and ids. `items` are all of `senders:`, `senders` those whose shape is right. */
export function checkSenders(
  items: readonly Value[],
  senders: readonly PlacedSender[],
  readableBy: ConfigText['readableBy'],
): Finding[] {
  const rules: readonly Rule[] = [...perSender, literalPassword(readableBy), ...literalSlips];
  const single = senders.flatMap((sender) => rules.flatMap((rule) => rule(sender) ?? []));
  return [...single, ...duplicateNames(items), ...duplicateIds(senders)];
}

function at(node: Value, ...keys: readonly string[]): number {
  let found = node;
  for (const key of keys) {
    const next = valueAt(found, key);
    if (next === undefined) break;
    found = next;
  }
  return offsetOf(found);
}

const noHost: Rule = ({ values: { name, provider = defaultProvider, relay }, node }) => {
  if (relay?.host !== undefined || presets[provider].relay.host.value !== undefined) return undefined;
  const fix = "add 'host: smtp.example.com:587' under relay";
  return error(
    'relay/host-missing',
    at(node, 'relay'),
    `sender '${name}' has no relay host, and the preset ${provider} has no default`,
    fix,
  );
};

const noAuth: Rule = ({ values: { name, provider = defaultProvider, relay }, node }) => {
  if (relay?.auth !== undefined || presets[provider].relay.auth.value !== undefined) return undefined;
  const fix = "add 'auth: login' (or plain, cram-md5, none) under relay";
  return error(
    'relay/auth-missing',
    at(node, 'relay'),
    `sender '${name}' has no AUTH method, and the preset ${provider} has no default`,
    fix,
  );
};

const portMissing: Rule = ({ values: { provider = defaultProvider, relay }, node }) => {
  const written = relay?.host === undefined ? undefined : parseHostPort(relay.host);
  const { port } = presets[provider].relay;
  if (written === undefined || written.port !== undefined || port.label === 'documented') return undefined;
  return warning(
    'relay/port-missing',
    at(node, 'relay', 'host'),
    `the relay host has no port, so ${port.value} is used`,
    'add the port: host:587',
  );
};

const portAndTls: Rule = ({ values, node }) => {
  const { port, tls } = senderOf(values).relay;
  const place = at(node, 'relay', 'tls');
  if (port === 465 && tls === 'starttls')
    return warning(
      'relay/starttls-on-465',
      place,
      'port 465 expects TLS from the first byte, but tls is starttls',
      "set 'tls: implicit', or use port 587",
    );
  if (tls === 'implicit' && (port === 587 || port === 25))
    return warning(
      'relay/implicit-tls-port',
      place,
      `port ${port} starts in clear text, but tls is implicit`,
      "set 'tls: starttls', or use port 465",
    );
  return undefined;
};

const clearTextAuth: Rule = ({ values, node }) => {
  const { provider, relay } = senderOf(values);
  const says = clearTextLogin(relay, presets[provider]);
  return says && warning('relay/clear-text-auth', at(node, 'relay', 'tls'), says.message, says.fix);
};

const hostIsAddress: Rule = ({ values, node }) => {
  const { host, tls } = senderOf(values).relay;
  if (tls === 'none' || !(host.includes(':') || /^[\d.]+$/.test(host))) return undefined;
  return warning(
    'relay/host-is-address',
    at(node, 'relay', 'host'),
    'the relay host is an IP address, which certificates rarely include',
    'use the host name of the relay',
  );
};

const unusedCredentials: Rule = ({ values, node }) => {
  // That no method is named is told by a rule of its own.
  if (noAuth({ values, node }) !== undefined) return undefined;
  const { auth, username, password } = senderOf(values).relay;
  if (auth !== 'none' || (username ?? password) === undefined) return undefined;
  return warning(
    'relay/unused-credentials',
    at(node, 'relay', 'auth'),
    'auth is none, so the user name and password are never used',
    'remove them, or set auth',
  );
};

/** Asked for at each run: a person at a terminal is served so, a script is not. */
const missingCredentials: Rule = ({ values, node }) => {
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
    `add ${keys} under relay`,
  );
};

const perSender: readonly Rule[] = [
  noHost,
  noAuth,
  portMissing,
  portAndTls,
  clearTextAuth,
  hostIsAddress,
  unusedCredentials,
  missingCredentials,
];

/** A password in the file itself: a warning where only its owner can read it, an error where others can. */
function literalPassword(readableBy: ConfigText['readableBy']): Rule {
  return ({ values: { name, relay }, node }) => {
    if (typeof relay?.password !== 'string') return undefined;
    const place = at(node, 'relay', 'password');
    const fix = 'write { env: NAME } or { file: path } instead';
    return readableBy === 'others'
      ? error(
          'secret/readable-by-others',
          place,
          `the password of '${name}' is in the file, and others can read it`,
          `${fix}, or run chmod 600 on the file`,
        )
      : warning('secret/literal', place, `the password of '${name}' is in the file`, fix);
  };
}

/** What somebody writes who takes the file for a script, and what YAML makes of a `#` after a space. */
const literalSlips: readonly Rule[] = (['username', 'password'] as const).flatMap((key): Rule[] => [
  ({ values: { name, relay }, node }) => {
    const written = relay?.[key];
    if (typeof written !== 'string' || !/^(?:\$\{?\w+\}?|\$\(.*\)|%\w+%|\{\{.*\}\})$/.test(written)) return undefined;
    const message = `the ${key} of '${name}' is used literally: variables in the file are not expanded`;
    return warning('secret/not-replaced', at(node, 'relay', key), message, 'write { env: NAME }');
  },
  ({ values: { name }, node }) => {
    const value = valueAt(valueAt(node, 'relay'), key);
    const comment = value?.kind === 'scalar' && value.style === 'plain' ? value.node?.comment : undefined;
    // A person who means a comment leaves a space after the mark.
    if (typeof comment !== 'string' || !/^\S/.test(comment)) return undefined;
    const message = `the ${key} of '${name}' is cut off at the #, where YAML starts a comment`;
    return warning('secret/cut-by-comment', at(node, 'relay', key), message, 'quote the whole value');
  },
]);

function duplicateNames(items: readonly Value[]): Finding[] {
  const seen = new Set<string>();
  return textsOf(items, 'name').flatMap(({ text: name, item }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = `there is already a sender '${name}'`;
    return [error('sender/duplicate-name', at(item, 'name'), message, 'give each sender its own name')];
  });
}

function duplicateIds(senders: readonly PlacedSender[]): Finding[] {
  const owner = new Map<number, string>();
  return senders.flatMap(({ values: { name, platform }, node }) => {
    if (platform?.id === undefined) return [];
    const other = owner.get(platform.id);
    owner.set(platform.id, other ?? name);
    if (other === undefined) return [];
    return [
      warning(
        'platform/duplicate-id',
        at(node, 'platform', 'id'),
        `sender '${other}' has the same platform id ${platform.id}`,
        'give each sender its own id',
      ),
    ];
  });
}
