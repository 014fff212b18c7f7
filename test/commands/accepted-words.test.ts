import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changeConfig } from '../../src/commands/change.js';
import { domain, hostPattern, hostPort, mailbox, network } from '../../src/commands/mail-words.js';
import { filePath, plainText, senderName, variableName, type WordKind, webAddress } from '../../src/commands/words.js';
import { requireConfig } from '../../src/config/read-config.js';
import type { Config } from '../../src/relay/config.js';
import type { ConfigChange, SenderFields } from '../../src/relay/config-change.js';
import { networkAround } from '../../src/trace/address/network-around.js';
import { memoryWorld } from '../support/memory-world.js';

const base = `senders:
  - { name: the-one, provider: sendsay }
virtualSenders:
  - { name: v, account: 1, rules: [{ match: default, senders: [{ sender: the-one, percent: 100 }] }] }
`;
const flags = { mode: 'apply', show: 'summary', confirmation: 'not-needed', backup: 'none' } as const;
const edit = (fields: SenderFields): ConfigChange => ({ kind: 'edit-sender', name: 'the-one', fields });
const share = { sender: 'the-one', percent: 100, fromEmail: undefined, fromName: undefined, replyTo: undefined };

interface Row {
  readonly kind: WordKind<string>;
  readonly looksLike: fc.Arbitrary<string>;
  readonly change: (word: string) => ConfigChange;
  /** Where the file has it afterwards. */
  readonly read: (config: Config) => unknown;
}

const odd = fc.constantFrom(
  'null',
  'true',
  '~',
  '0x1f',
  '1e3',
  '- a',
  'a: b',
  "it's",
  '"q"',
  '#x',
  'a #b',
  '{x}',
  '&a',
  '*a',
  '!t',
  '%y',
  '@',
  '`',
  'ё',
);
const anyText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), odd);
const label = fc.stringMatching(/^[a-zA-Z0-9_-]{1,8}$/);
const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));

const rows: Readonly<Record<string, Row>> = {
  name: {
    kind: senderName,
    looksLike: anyText,
    change: (name) => ({ kind: 'add-sender', name, fields: { provider: 'sendsay' } }),
    read: (config) => config.senders.at(-1)?.name,
  },
  gateway: {
    kind: plainText,
    looksLike: anyText,
    change: (gateway) => edit({ gateway }),
    read: (config) => config.senders[0]?.webhook.gateway,
  },
  url: {
    kind: webAddress,
    looksLike: fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), anyText),
    change: (webhookUrl) => edit({ webhookUrl }),
    read: (config) => config.senders[0]?.webhook.url,
  },
  variable: {
    kind: variableName,
    looksLike: fc.oneof(label, odd),
    change: (name) => edit({ password: { kind: 'env', name } }),
    read: (config) => (config.senders[0]?.relay.password as { name?: string } | undefined)?.name,
  },
  file: {
    kind: filePath,
    looksLike: anyText,
    change: (path) => edit({ password: { kind: 'file', path } }),
    read: (config) => (config.senders[0]?.relay.password as { path?: string } | undefined)?.path,
  },
  username: {
    kind: plainText,
    looksLike: anyText,
    change: (value) => edit({ username: { kind: 'literal', value } }),
    read: (config) => (config.senders[0]?.relay.username as { value?: string } | undefined)?.value,
  },
  pattern: {
    kind: hostPattern,
    looksLike: fc.tuple(fc.constantFrom('', '*.', 'gato#.'), host).map((parts) => parts.join('')),
    change: (pattern) => edit({ pathHosts: [pattern] }),
    read: (config) => config.senders[0]?.path?.hosts[0],
  },
  network: {
    kind: network,
    looksLike: fc
      .tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128))
      .map((parts) => parts.join('/'))
      .map((cidr) => networkAround(cidr) ?? cidr),
    change: (cidr) => edit({ pathNetworks: [cidr] }),
    read: (config) => config.senders[0]?.path?.networks[0],
  },
  fromName: {
    kind: plainText,
    looksLike: anyText,
    change: (fromName) => ({
      kind: 'attach',
      virtual: 'v',
      match: { kind: 'default' },
      share: { ...share, fromName },
      shares: 'as-given',
    }),
    read: (config) => config.virtualSenders[0]?.rules[0]?.senders[0]?.fromName,
  },
  replyTo: {
    kind: mailbox,
    looksLike: fc.tuple(anyText, host).map((parts) => parts.join('@')),
    change: (replyTo) => ({
      kind: 'attach',
      virtual: 'v',
      match: { kind: 'default' },
      share: { ...share, replyTo },
      shares: 'as-given',
    }),
    read: (config) => config.virtualSenders[0]?.rules[0]?.senders[0]?.replyTo,
  },
  toDomain: {
    kind: domain,
    looksLike: host,
    change: (to) => ({
      kind: 'attach',
      virtual: 'v',
      match: { kind: 'to-domain', domain: to },
      share,
      shares: 'as-given',
    }),
    read: (config) => (config.virtualSenders[0]?.rules[0]?.match as { domain?: string } | undefined)?.domain,
  },
};

async function written(row: Row, word: string): Promise<unknown> {
  const { world, text } = memoryWorld(base);
  await changeConfig(row.change(word), flags, world);
  return row.read(requireConfig({ shownAs: 'x', text: text(), readableBy: 'owner' }));
}

describe('what a flag accepts, the file takes and means', () => {
  test.each(Object.entries(rows))('%s', async (_name, row) => {
    const property = fc.asyncProperty(row.looksLike, async (text) => {
      const word = row.kind.read(text);
      fc.pre(word !== undefined);
      expect(await written(row, word)).toBe(word);
    });
    await fc.assert(property, { numRuns: 100 });
  });

  test('a host with its port', async () => {
    const property = fc.asyncProperty(host, fc.integer({ min: 1, max: 65_535 }), async (name, port) => {
      const word = hostPort.read(`${name}:${port}`);
      fc.pre(word !== undefined);
      const row: Row = {
        kind: hostPort,
        looksLike: host,
        change: (text) => edit({ host: text }),
        read: ({ senders }) => senders[0]?.relay,
      };
      expect(await written(row, word)).toMatchObject({ host: name.toLowerCase(), port });
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
