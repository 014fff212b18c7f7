import type { Names } from '../servers/name-server.js';

/** The receiving server, and a second one behind it where a configuration has two. */
export const mx = { name: 'mx.corp.example', address: '198.51.100.25', address6: '2001:db8:25::25' };
export const inner = { name: 'inner.corp.example', address: '198.51.100.26' };

/** Who hands a message over. A name leads back when its own address record names the client. */
export interface Client {
  readonly address: string;
  readonly reverseName: string | undefined;
  readonly leadsBack: boolean;
}

const hosts = {
  relay: { address: '185.138.182.12', reverseName: 'gato12.sndsy.ru', leadsBack: true },
  'relay-no-ptr': { address: '185.138.182.77', reverseName: undefined, leadsBack: false },
  'relay-ptr-astray': { address: '185.138.182.78', reverseName: 'gato78.sndsy.ru', leadsBack: false },
  'relay-ipv6': { address: '2001:db8:182::12', reverseName: 'gato12.sndsy.ru', leadsBack: true },
  stranger: { address: '203.0.113.66', reverseName: 'mta.evil.example', leadsBack: true },
  'stranger-no-ptr': { address: '203.0.113.65', reverseName: undefined, leadsBack: false },
  'stranger-liar-ptr': { address: '203.0.113.67', reverseName: 'gato12.sndsy.ru', leadsBack: false },
  'stranger-verified-ptr': { address: '203.0.113.68', reverseName: 'verified.evil.example', leadsBack: true },
  'stranger-address-ptr': { address: '203.0.113.69', reverseName: '185.138.182.12', leadsBack: false },
  'stranger-bracket-ptr': {
    address: '203.0.113.70',
    reverseName: 'gato12.sndsy.ru[185.138.182.12])by',
    leadsBack: false,
  },
  'stranger-blank-ptr': {
    address: '203.0.113.71',
    reverseName: 'gato12.sndsy.ru [185.138.182.12]) x',
    leadsBack: false,
  },
  'stranger-odd-zone': {
    address: '203.0.113.72',
    reverseName: 'gato12.sndsy.ru [185.138.182.12]) (a.evil.example',
    leadsBack: true,
  },
  'stranger-ipv6': { address: '2001:db8:66::66', reverseName: 'mta.evil.example', leadsBack: true },
  'stranger-ipv6-liar-ptr': { address: '2001:db8:66::67', reverseName: 'gato12.sndsy.ru', leadsBack: false },
} as const satisfies Readonly<Record<string, Client>>;

export type ClientName = keyof typeof hosts;
export const clients: Readonly<Record<ClientName, Client>> = hosts;

/** What the name server knows: the domains of senders and recipients too, since servers ask whether these exist. */
export const names: Names = {
  reverse: {
    [mx.address]: mx.name,
    [mx.address6]: mx.name,
    [inner.address]: inner.name,
    '127.0.0.1': 'localhost',
    ...Object.fromEntries(
      Object.values(clients).flatMap(({ address, reverseName }) => (reverseName ? [[address, reverseName]] : [])),
    ),
  },
  forward: {
    [mx.name]: [mx.address, mx.address6],
    [inner.name]: [inner.address],
    localhost: ['127.0.0.1'],
    'corp.example': [mx.address],
    'evil.example': ['203.0.113.66'],
    'shop.example': ['192.0.2.80'],
    'gato12.sndsy.ru': [hosts.relay.address, hosts['relay-ipv6'].address],
    'mta.evil.example': [hosts.stranger.address, hosts['stranger-ipv6'].address],
    'verified.evil.example': [hosts['stranger-verified-ptr'].address],
    [hosts['stranger-odd-zone'].reverseName]: [hosts['stranger-odd-zone'].address],
  },
};

/** Every address that the network of the lane has on its loopback interface. */
export const addresses: readonly string[] = [
  mx.address,
  mx.address6,
  inner.address,
  ...Object.values(clients).map(({ address }) => address),
];
