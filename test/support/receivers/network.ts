import type { Names } from '../servers/name-server.js';

/** The receiving server, and a second one behind it where a configuration has two. */
export const mx = { name: 'mx.corp.example', address: '198.51.100.25', address6: '2001:db8:25::25' };
export const inner = { name: 'inner.corp.example', address: '198.51.100.26' };

/** Who hands a message over. A name leads back when its own address record names the client. */
export interface Client {
  readonly role: 'relay' | 'stranger';
  readonly address: string;
  readonly reverseName: string | undefined;
  readonly leadsBack: boolean;
}

const relay = (address: string, reverseName?: string, leadsBack = false): Client => ({
  role: 'relay',
  address,
  reverseName,
  leadsBack,
});
const stranger = (address: string, reverseName?: string, leadsBack = false): Client => ({
  ...relay(address, reverseName, leadsBack),
  role: 'stranger',
});

export const clients = {
  relay: relay('185.138.182.12', 'gato12.sndsy.ru', true),
  'relay-no-ptr': relay('185.138.182.77'),
  'relay-ptr-astray': relay('185.138.182.78', 'gato78.sndsy.ru'),
  'relay-ipv6': relay('2001:db8:182::12', 'gato12.sndsy.ru', true),
  stranger: stranger('203.0.113.66', 'mta.evil.example', true),
  'stranger-no-ptr': stranger('203.0.113.65'),
  'stranger-liar-ptr': stranger('203.0.113.67', 'gato12.sndsy.ru'),
  'stranger-verified-ptr': stranger('203.0.113.68', 'verified.evil.example', true),
  'stranger-address-ptr': stranger('203.0.113.69', '185.138.182.12'),
  'stranger-bracket-ptr': stranger('203.0.113.70', 'gato12.sndsy.ru[185.138.182.12])by'),
  'stranger-blank-ptr': stranger('203.0.113.71', 'gato12.sndsy.ru [185.138.182.12]) x'),
  'stranger-odd-zone': stranger('203.0.113.72', 'gato12.sndsy.ru [185.138.182.12]) (a.evil.example', true),
  'stranger-odd-label': stranger('203.0.113.73', 'gato12.sndsy.ru(185.138.182.12)[185.138.182.12].evil.example', true),
  'stranger-end-of-line': stranger(
    '203.0.113.74',
    'gato12.sndsy.ru [::ffff:185.138.182.12]) by mx.corp.example with ESMTP id 0; Sat, 28 Nov 2026 09:00:00 +0000\nzz:.evil.example',
    true,
  ),
  'stranger-ipv6': stranger('2001:db8:66::66', 'mta.evil.example', true),
  'stranger-ipv6-liar-ptr': stranger('2001:db8:66::67', 'gato12.sndsy.ru'),
};

export type ClientName = keyof typeof clients;

/** Every printable character that is no letter or digit, and some that are not printable: what of it is let into a line? */
export const oddCharacters: readonly string[] = [
  ...Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)).filter((one) =>
    /[^A-Za-z0-9]/.test(one),
  ),
  '\t',
  '\xe4',
  '\x01',
  '\r',
  '\n',
];

/** A stranger for each of them, with the character in a reverse name that leads back. */
export const oddlyNamed: readonly Client[] = oddCharacters.map((character, index) =>
  stranger(`203.0.113.${100 + index}`, `zq1${character}zq2.evil.example`, true),
);

const everybody: readonly Client[] = [...Object.values(clients), ...oddlyNamed];

/** What the name server knows: the domains of senders and recipients too, since servers ask whether these exist. */
export const names: Names = {
  reverse: {
    [mx.address]: mx.name,
    [mx.address6]: mx.name,
    [inner.address]: inner.name,
    '127.0.0.1': 'localhost',
    ...Object.fromEntries(
      everybody.flatMap(({ address, reverseName }) => (reverseName === undefined ? [] : [[address, reverseName]])),
    ),
  },
  forward: {
    [mx.name]: [mx.address, mx.address6],
    [inner.name]: [inner.address],
    localhost: ['127.0.0.1'],
    'corp.example': [mx.address],
    'evil.example': ['203.0.113.66'],
    'shop.example': ['192.0.2.80'],
    ...Object.fromEntries(
      everybody.filter(({ leadsBack }) => leadsBack).map(({ reverseName }) => [reverseName, addressesOf(reverseName)]),
    ),
  },
};

function addressesOf(name: string | undefined): string[] {
  return everybody.filter((one) => one.leadsBack && one.reverseName === name).map(({ address }) => address);
}

/** Every address that the network of the lane has on its loopback interface. */
export const addresses: readonly string[] = [
  mx.address,
  mx.address6,
  inner.address,
  ...everybody.map(({ address }) => address),
];
