import type { RelaySender, RelaySettings, SecretReference } from '../../relay/sender.js';

/** `host:port`, the way the panel takes it. */
export function hostAndPort({ host, port }: RelaySettings): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The reference as JSON and YAML have it; a secret that is in the config is masked. */
export function referenceJson(
  reference: SecretReference | undefined,
  literal: 'shown' | 'masked',
): Readonly<Record<string, string | readonly string[]>> | null {
  switch (reference?.kind) {
    case undefined:
      return null;
    case 'env':
      return { env: reference.name };
    case 'file':
      return { file: reference.path };
    case 'command':
      return { command: reference.argv };
    case 'literal':
      return { literal: literal === 'shown' ? reference.value : '***' };
  }
}

/** A sender for JSON and YAML: all keys always, secrets only as references. */
export function senderJson({ name, type, provider, relay, webhook, path, platform }: RelaySender) {
  return {
    name,
    type,
    provider,
    relay: {
      host: relay.host,
      port: relay.port,
      tls: relay.tls,
      auth: relay.auth,
      username: referenceJson(relay.username, 'shown'),
      password: referenceJson(relay.password, 'masked'),
      acknowledge: relay.acknowledge,
      ehlo: relay.ehlo ?? null,
      tlsName: relay.tlsName ?? null,
      clientCertificate: relay.clientCertificate
        ? { cert: relay.clientCertificate.cert, key: relay.clientCertificate.key ?? null }
        : null,
    },
    webhook: { enabled: webhook.enabled, gateway: webhook.gateway ?? null, url: webhook.url ?? null },
    path: path === undefined ? null : { hosts: path.hosts, networks: path.networks },
    platform: { id: platform.id ?? null, accounts: platform.accounts },
  };
}
