import { describe, expect, test } from '@jest/globals';
import { type Fact, presets } from '../../src/presets/index.js';
import { providerIds } from '../../src/relay/sender.js';

function factsOf(id: keyof typeof presets): [string, Fact<unknown>][] {
  const { relay, webhook, path } = presets[id];
  return [...Object.entries(relay), ...Object.entries(webhook), ...Object.entries(path ?? {})];
}

describe('presets', () => {
  test('there is one for each provider, under its own id', () => {
    expect(Object.values(presets).map(({ id }) => id)).toEqual([...providerIds]);
  });

  test.each(providerIds)('%s: every value has a source and a date, and an unknown has no value', (id) => {
    for (const [name, fact] of factsOf(id)) {
      expect([name, fact.source.length > 5]).toEqual([name, true]);
      expect([name, fact.verified]).toEqual([name, expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/)]);
      expect([name, fact.label === 'unknown']).toEqual([name, fact.value === undefined]);
    }
  });

  test.each(providerIds)('%s: what the form offers is what the facts say', (id) => {
    const { relay, webhook, form } = presets[id];
    const offered = Object.fromEntries(form.map((field) => [field.field, field.default]));
    expect(offered).toMatchObject({
      host: relay.host.value === undefined ? undefined : `${relay.host.value}:${relay.port.value}`,
      tls: relay.tls.value,
      auth: relay.auth.value,
      webhookEnabled: webhook.enabled.value ? 'yes' : 'no',
      gateway: webhook.gateway.value,
    });
    expect(new Set(form.map((field) => field.field)).size).toBe(form.length);
  });

  // What the published guides say; facts that no guide states must stay unknown.
  test.each([
    ['sendsay', 'smtp.gate.sendsay.ru', 587, 'starttls', 'login', true, ['gato#.sndsy.ru'], ['185.138.182.0/24']],
    ['altcraft-cloud', undefined, 25, 'none', undefined, true, undefined, undefined],
    ['custom', undefined, 25, 'starttls', undefined, false, undefined, undefined],
  ] as const)('%s has its defaults', (id, host, port, tls, auth, webhook, hosts, networks) => {
    const { relay, webhook: events, path } = presets[id];
    expect([relay.host, relay.port, relay.tls, relay.auth, events.enabled].map(({ value }) => value)).toEqual([
      host,
      port,
      tls,
      auth,
      webhook,
    ]);
    expect([path?.hosts.value, path?.networks.value]).toEqual([hosts, networks]);
  });

  test('only what a guide states is called documented', () => {
    const documented = providerIds.flatMap((id) =>
      factsOf(id)
        .filter(([, { label }]) => label === 'documented')
        .map(([name]) => `${id} ${name}`),
    );
    expect(documented).toEqual([
      'sendsay host',
      'sendsay port',
      'sendsay tls',
      'sendsay auth',
      'sendsay enabled',
      'sendsay networks',
      'altcraft-cloud tls',
      'altcraft-cloud enabled',
    ]);
  });
});
