import { clearTextLogin } from '../../presets/clear-text-login.js';
import { presets } from '../../presets/index.js';
import type { CheckStep } from '../../relay/check-step.js';
import type { RelaySender } from '../../relay/sender.js';
import { shellWord } from '../../shell-word.js';

interface Remark {
  readonly finding: string;
  readonly says: string;
  readonly fix: string;
}

/** What the settings themselves tell, before anything is asked of the network. */
export function configStep(sender: RelaySender): CheckStep {
  const remarks = rules.flatMap((rule) => rule(sender) ?? []);
  const [first] = remarks;
  return {
    id: 'config',
    state: first === undefined ? 'pass' : 'warn',
    evidence: first === undefined ? settings(sender) : remarks.map(({ says }) => says).join('; '),
    fix: first === undefined ? null : remarks.map(({ fix }) => fix).join(' '),
    finding: first?.finding ?? null,
    tookMs: null,
  };
}

type Rule = (sender: RelaySender) => Remark | undefined;

const rules: readonly Rule[] = [
  ({ relay: { port, tls } }) =>
    port === 465 && tls === 'starttls'
      ? {
          finding: 'relay/starttls-on-465',
          says: 'port 465 expects TLS from the first byte, but tls is starttls',
          fix: 'Set tls: implicit, or use port 587.',
        }
      : undefined,
  ({ relay: { port, tls } }) =>
    tls === 'implicit' && (port === 587 || port === 25)
      ? {
          finding: 'relay/implicit-tls-port',
          says: `port ${port} starts in clear text, but tls is implicit`,
          fix: 'Set tls: starttls, or use port 465.',
        }
      : undefined,
  ({ provider, relay }) => {
    const login = clearTextLogin(relay, presets[provider]);
    return login && { finding: 'relay/clear-text-auth', says: login.message, fix: login.fix };
  },
  ({ name, provider, relay }) => {
    const documented = presets[provider].relay.tls;
    // More TLS than is documented is nothing to warn about.
    return documented.label === 'documented' && documented.value !== relay.tls && documented.value !== 'none'
      ? {
          finding: 'relay/preset-tls',
          says: `tls is ${relay.tls}, but the documented value for ${presets[provider].title} is ${documented.value}`,
          fix: `Use the documented value with akrelay sender edit ${shellWord(name)} --tls ${documented.value}.`,
        }
      : undefined;
  },
  ({ name, provider, relay }) => {
    const documented = presets[provider].relay.auth;
    return documented.label === 'documented' && documented.value !== relay.auth
      ? {
          finding: 'relay/preset-auth',
          says: `auth is ${relay.auth}, but the documented value for ${presets[provider].title} is ${documented.value}`,
          fix: `Use the documented value with akrelay sender edit ${shellWord(name)} --auth ${documented.value}.`,
        }
      : undefined;
  },
  ({ relay: { port } }) =>
    port === 25
      ? {
          finding: 'relay/port-25',
          says: 'many clouds block outgoing port 25',
          fix: 'Use port 587 if the relay supports it.',
        }
      : undefined,
];

function settings({ provider, relay }: RelaySender): string {
  return `${provider}: ${relay.host}:${relay.port}, tls ${relay.tls}, auth ${relay.auth}`;
}
