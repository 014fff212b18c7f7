import { widthOf } from '../../cells.js';
import type { Paint, View } from '../../commands/command.js';
import type { ListedSender } from '../../commands/sender/list.js';
import { presets } from '../../presets/index.js';
import { originOf } from '../../relay/describe.js';
import type { RelaySender, SecretReference } from '../../relay/sender.js';
import { safeText } from '../../safe-text.js';
import { shellWord } from '../../shell-word.js';
import { renderJson } from '../json.js';
import { useJson, useText } from '../rules.js';
import { type YamlValue, yamlText } from '../yaml-text.js';
import { hostAndPort, referenceJson, senderJson } from './fields.js';
import { panelText } from './panel.js';

export const senderShowView: View<ListedSender> = {
  human: ({ sender, uses }, { paint }) => {
    const usedBy = uses.length === 0 ? ['no rule'] : uses.map(useText);
    return [...lines(settingsOf(sender), paint), ...lines([['Used by', usedBy]], paint)].join('');
  },
  json: ({ sender, uses }) => renderJson('sender-show@1', { sender: senderJson(sender), usedBy: uses.map(useJson) }),
  yaml: ({ sender }) => yamlText(asWritten(sender)),
  panel: ({ sender }, { columns }) => panelText(sender, 'en', columns),
  'panel-ru': ({ sender }, { columns }) => panelText(sender, 'ru', columns),
};

type Row = readonly [title: string, values: readonly string[]];

function settingsOf({ name, provider, relay, webhook, path, platform }: RelaySender): Row[] {
  return [
    ['Name', [name]],
    ['Provider', [`${provider} (${presets[provider].title})`]],
    ['Relay', [hostAndPort(relay)]],
    ['TLS', [relay.tls]],
    ['Auth', [relay.auth]],
    ...(relay.auth === 'none' ? [] : credentials(relay.username, relay.password)),
    ...optional('Acknowledged', relay.acknowledge.length > 0 ? relay.acknowledge.join(', ') : undefined),
    ...optional('EHLO name', relay.ehlo),
    ...optional('TLS name', relay.tlsName),
    ...optional('Client cert', relay.clientCertificate?.cert),
    ['Webhook', [webhook.enabled ? 'on' : 'off']],
    ...optional('Gateway', webhook.gateway),
    ...optional('Webhook URL', webhook.url),
    [
      'Recognised by',
      path === undefined
        ? [`nothing yet; record it with: akrelay sender learn ${shellWord(name)} <message>`]
        : [...path.hosts, ...path.networks],
    ],
    ...optional('Platform id', platform.id?.toString()),
    ...optional('Accounts', platform.accounts.length > 0 ? platform.accounts.join(', ') : undefined),
  ];
}

function credentials(username: SecretReference | undefined, password: SecretReference | undefined): Row[] {
  return [
    ['User name', [username?.kind === 'literal' ? username.value : said(username)]],
    ['Password', [said(password)]],
  ];
}

function said(reference: SecretReference | undefined): string {
  return reference === undefined ? 'asked when needed' : originOf(reference);
}

function optional(title: string, value: string | undefined): Row[] {
  return value === undefined ? [] : [[title, [value]]];
}

/** Titles in one column, values in the next, further values below the first. */
function lines(rows: readonly Row[], paint: Paint): string[] {
  const titleWidth = widthOf('Recognised by') + 2;
  return rows.flatMap(([title, values]) =>
    values.map((value, i) => `${paint.dim((i === 0 ? title : '').padEnd(titleWidth))}${safeText(value)}\n`),
  );
}

/** The sender as a config would have it, with the preset's values written out; a password in it is masked. */
function asWritten(sender: RelaySender): { readonly [key: string]: YamlValue } {
  const { name, type, provider, relay, webhook, path, platform } = senderJson(sender);
  const username =
    sender.relay.username?.kind === 'literal'
      ? sender.relay.username.value
      : referenceJson(sender.relay.username, 'shown');
  const password = sender.relay.password?.kind === 'literal' ? '***' : referenceJson(sender.relay.password, 'masked');
  return {
    name,
    type,
    provider,
    relay: {
      ...relay,
      host: hostAndPort(sender.relay),
      port: null,
      username,
      password,
      acknowledge: relay.acknowledge.length === 0 ? null : relay.acknowledge,
    },
    webhook,
    path,
    platform: platform.id === null && platform.accounts.length === 0 ? null : platform,
  };
}
