import { clearTextLogin } from '../presets/clear-text-login.js';
import { presets } from '../presets/index.js';
import { parseHostPort } from '../relay/host-port.js';
import { defaultProvider, senderOf } from './config-of.js';
import { error, warning } from './problem.js';
import { at, type SenderRule } from './sender-rule.js';

const noHost: SenderRule = ({ values: { name, provider = defaultProvider, relay }, node }) => {
  if (relay?.host !== undefined || presets[provider].relay.host.value !== undefined) return undefined;
  const fix = "Add 'host: smtp.example.com:587' under relay.";
  return error(
    'relay/host-missing',
    at(node, 'relay'),
    `sender '${name}' has no relay host, and the preset ${provider} has no default`,
    fix,
  );
};

export const noAuth: SenderRule = ({ values: { name, provider = defaultProvider, relay }, node }) => {
  if (relay?.auth !== undefined || presets[provider].relay.auth.value !== undefined) return undefined;
  const fix = "Add 'auth: login' (or plain, cram-md5, none) under relay.";
  return error(
    'relay/auth-missing',
    at(node, 'relay'),
    `sender '${name}' has no AUTH method, and the preset ${provider} has no default`,
    fix,
  );
};

const portMissing: SenderRule = ({ values: { provider = defaultProvider, relay }, node }) => {
  const written = relay?.host === undefined ? undefined : parseHostPort(relay.host);
  const { port } = presets[provider].relay;
  if (written === undefined || written.port !== undefined || port.label === 'documented') return undefined;
  return warning(
    'relay/port-missing',
    at(node, 'relay', 'host'),
    `the relay host has no port, so ${port.value} is used`,
    'Add the port: host:587',
  );
};

const portAndTls: SenderRule = ({ values, node }) => {
  const { port, tls } = senderOf(values).relay;
  const place = at(node, 'relay', 'tls');
  if (port === 465 && tls === 'starttls')
    return warning(
      'relay/starttls-on-465',
      place,
      'port 465 expects TLS from the first byte, but tls is starttls',
      "Set 'tls: implicit', or use port 587.",
    );
  if (tls === 'implicit' && (port === 587 || port === 25))
    return warning(
      'relay/implicit-tls-port',
      place,
      `port ${port} starts in clear text, but tls is implicit`,
      "Set 'tls: starttls', or use port 465.",
    );
  return undefined;
};

const clearTextAuth: SenderRule = ({ values, node }) => {
  const { provider, relay } = senderOf(values);
  const says = clearTextLogin(relay, presets[provider]);
  return says && warning('relay/clear-text-auth', at(node, 'relay', 'tls'), says.message, says.fix);
};

const hostIsAddress: SenderRule = ({ values, node }) => {
  const { host, tls } = senderOf(values).relay;
  if (tls === 'none' || !(host.includes(':') || /^[\d.]+$/.test(host))) return undefined;
  return warning(
    'relay/host-is-address',
    at(node, 'relay', 'host'),
    'the relay host is an IP address, which certificates rarely include',
    'Use the host name of the relay.',
  );
};

/** How a sender gets into its relay: host, port, TLS, AUTH. */
export const relayRules: readonly SenderRule[] = [
  noHost,
  noAuth,
  portMissing,
  portAndTls,
  clearTextAuth,
  hostIsAddress,
];
