import { presets } from '../presets/index.js';
import type {
  Config,
  EventsSettings,
  MappingSettings,
  Receiver,
  SideSettings,
  StatisticsSettings,
} from '../relay/config.js';
import { parseHostPort } from '../relay/host-port.js';
import { imapPort, type MailboxSettings } from '../relay/mailbox-settings.js';
import type { ProviderId, RelayPath, RelaySender, SecretReference } from '../relay/sender.js';
import type { RuleMatch, VirtualSender } from '../relay/virtual-sender.js';
import type { FileValues } from './schema/file.js';
import type { MailboxValues } from './schema/mailbox.js';
import type { SecretValue } from './schema/secret.js';
import type { SenderValues } from './schema/sender.js';
import type { MatchValue, VirtualValues } from './schema/virtual-sender.js';

/** The provider of a sender that names none. */
export const defaultProvider: ProviderId = 'custom';

/** The config with the presets' values where the file leaves them out. The values must have passed every rule. */
export function configOf(values: FileValues): Config {
  return {
    version: 1,
    senders: (values.senders ?? []).map(senderOf),
    virtualSenders: (values.virtualSenders ?? []).map(virtualOf),
    receivers: (values.receivers ?? []).map(receiverOf),
    test: { from: values.test?.from, recipients: values.test?.recipients ?? [] },
    mailboxes: (values.mailboxes ?? []).map(mailboxOf),
    events: eventsOf(values.events),
    statistics: statisticsOf(values.statistics),
  };
}

/** One sender with its preset's values. */
export function senderOf(values: SenderValues): RelaySender {
  const provider = values.provider ?? defaultProvider;
  const preset = presets[provider];
  const { relay = {}, webhook = {}, platform = {} } = values;
  const written = parseHostPort(relay.host ?? preset.relay.host.value ?? '');
  return {
    name: values.name,
    type: 'akmta',
    provider,
    relay: {
      host: written?.host ?? '',
      port: written?.port ?? preset.relay.port.value ?? 25,
      tls: relay.tls ?? preset.relay.tls.value ?? 'starttls',
      auth: relay.auth ?? preset.relay.auth.value ?? 'none',
      username: relay.username === undefined ? undefined : secretOf(relay.username),
      password: relay.password === undefined ? undefined : secretOf(relay.password),
      acknowledge: relay.acknowledge ?? [],
      ehlo: relay.ehlo,
      tlsName: relay.tlsName,
      clientCertificate: relay.clientCertificate && { key: undefined, ...relay.clientCertificate },
    },
    webhook: {
      enabled: webhook.enabled ?? preset.webhook.enabled.value ?? false,
      gateway: webhook.gateway ?? preset.webhook.gateway.value,
      url: webhook.url,
    },
    path: pathOf(values, provider),
    platform: { id: platform.id, accounts: platform.accounts ?? [] },
  };
}

/** Hosts and networks each take the preset's when left out. */
function pathOf({ path }: SenderValues, provider: ProviderId): RelayPath | undefined {
  const preset = presets[provider].path;
  const hosts = path?.hosts ?? preset?.hosts.value ?? [];
  const networks = path?.networks ?? preset?.networks.value ?? [];
  return hosts.length + networks.length > 0 ? { hosts, networks } : undefined;
}

function secretOf(value: SecretValue): SecretReference {
  if (typeof value === 'string') return { kind: 'literal', value };
  if ('command' in value) return { kind: 'command', argv: value.command };
  return 'env' in value ? { kind: 'env', name: value.env } : { kind: 'file', path: value.file };
}

function virtualOf({ name, account, rules = [] }: VirtualValues): VirtualSender {
  return {
    name,
    account,
    rules: rules.map((rule) => ({
      match: matchOf(rule.match),
      senders: rule.senders.map(({ sender, percent, fromEmail, fromName, replyTo }) => ({
        sender,
        percent,
        fromEmail,
        fromName,
        replyTo,
      })),
    })),
  };
}

/** What a rule looks at; domains in lower case, as DNS compares them. */
export function matchOf(value: MatchValue): RuleMatch {
  if (value === 'default') return { kind: 'default' };
  if ('group' in value) return { kind: 'group', group: value.group };
  return 'toDomain' in value
    ? { kind: 'to-domain', domain: value.toDomain.toLowerCase() }
    : { kind: 'from-domain', domain: value.fromDomain.toLowerCase() };
}

function receiverOf(value: { readonly by: string } | { readonly network: string }): Receiver {
  return 'by' in value ? { kind: 'name', by: value.by } : { kind: 'network', cidr: value.network };
}

/** A mailbox with the usual values where the file leaves them out. The keys that its type needs must be there. */
function mailboxOf(values: MailboxValues): MailboxSettings {
  const { name, type, url = '', path = '', folders } = values;
  const username = values.username === undefined ? undefined : secretOf(values.username);
  const password = values.password === undefined ? undefined : secretOf(values.password);
  const server = { username, password, tlsName: values.tlsName, ca: values.ca };
  if (type === 'mbox') return { name, type, path };
  if (type === 'maildir') return { name, type, path, folders };
  if (type === 'mailpit') return { name, type, url, ...server };
  const tls = values.tls ?? 'implicit';
  const { host = '', port = imapPort(tls) } = parseHostPort(values.host ?? '') ?? {};
  return { name, type, host, port, tls, auth: values.auth ?? 'password', folders, ...server };
}

/** The settings of a file, or of none. */
export function eventsOf(values: FileValues['events']): EventsSettings {
  return {
    store: values?.store,
    secretPath: values?.secretPath === undefined ? undefined : secretOf(values.secretPath),
    host: values?.host,
    port: values?.port,
    certificate: values?.certificate,
    key: values?.key,
    clickhouse: {
      username: values?.clickhouse?.username === undefined ? undefined : secretOf(values.clickhouse.username),
      password: values?.clickhouse?.password === undefined ? undefined : secretOf(values.clickhouse.password),
      ca: values?.clickhouse?.ca,
    },
    sendsay: mappingOf(values?.sendsay),
    altcraft: mappingOf(values?.altcraft),
  };
}

function mappingOf(values: NonNullable<FileValues['events']>['sendsay']): MappingSettings {
  return { zone: values?.zone, fields: values?.fields ?? {}, words: values?.words ?? {} };
}

/** The same for statistics. */
export function statisticsOf(values: FileValues['statistics']): StatisticsSettings {
  return {
    tolerancePercent: values?.tolerance === undefined ? undefined : Number(values.tolerance),
    zone: values?.zone,
    unsubscribeLinks: values?.unsubscribeLinks ?? [],
    sendsay: { ...sideOf(values?.sendsay), select: values?.sendsay?.select, api: sendsayApi(values?.sendsay?.api) },
    altcraft: { ...sideOf(values?.altcraft), api: altcraftApi(values?.altcraft?.api) },
  };
}

function sideOf(values: Statistics['sendsay'] | Statistics['altcraft']): SideSettings {
  return { files: values?.files ?? [], columns: values?.columns ?? {} };
}

type Statistics = NonNullable<FileValues['statistics']>;

/** The host is that of Sendsay's documentation of its API (read 2026-11). */
function sendsayApi(values: NonNullable<Statistics['sendsay']>['api']): StatisticsSettings['sendsay']['api'] {
  return (
    values && { url: values.url ?? 'https://api.sendsay.ru', account: values.account, token: secretOf(values.token) }
  );
}

function altcraftApi(values: NonNullable<Statistics['altcraft']>['api']): StatisticsSettings['altcraft']['api'] {
  return values && { url: values.url, lists: values.lists, token: secretOf(values.token) };
}
