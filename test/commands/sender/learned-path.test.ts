import { describe, expect, test } from '@jest/globals';
import { learnedPath, type NetworkSize } from '../../../src/commands/sender/learned-path.js';

const client = (
  reverseName: string | undefined,
  address: string | undefined,
  confirmed: 'yes' | 'no' | 'unknown' = 'yes',
) => ({
  reverseName,
  reverseNameConfirmed: confirmed,
  address,
  port: undefined,
});

describe('what is learned from a client', () => {
  test.each([
    [
      'a number in the first label is a pool',
      client('gato033.sndsy.ru', '185.138.182.33'),
      'exact',
      ['gato#.sndsy.ru'],
      ['185.138.182.33/32'],
    ],
    ['no number', client('relay.example.com', '192.0.2.9'), '24', ['relay.example.com'], ['192.0.2.0/24']],
    [
      'a number of more than five digits',
      client('m123456.example.com', '192.0.2.9'),
      'none',
      ['m123456.example.com'],
      [],
    ],
    [
      'an address in the name',
      client('ip-192-0-2-9.isp.example', '192.0.2.9'),
      'exact',
      ['ip-192-0-2-9.isp.example'],
      ['192.0.2.9/32'],
    ],
    [
      'a number in the domain itself',
      client('host1.example', '192.0.2.9'),
      'exact',
      ['host1.example'],
      ['192.0.2.9/32'],
    ],
    [
      'a number further right',
      client('mail.s2.example.com', '192.0.2.9'),
      'exact',
      ['mail.s2.example.com'],
      ['192.0.2.9/32'],
    ],
    ['a name that nobody confirmed', client('gato1.sndsy.ru', '192.0.2.9', 'unknown'), 'exact', [], ['192.0.2.9/32']],
    ['a name that does not lead back', client('gato1.sndsy.ru', '192.0.2.9', 'no'), '24', [], ['192.0.2.0/24']],
    ['IPv6', client(undefined, '2001:db8::5'), 'exact', [], ['2001:db8::5/128']],
    ['IPv6, its /64', client(undefined, '2001:db8:1:2:3:4:5:6'), '24', [], ['2001:db8:1:2::/64']],
    ['IPv6 with zeros, its /64', client(undefined, '2001:db8::5'), '24', [], ['2001:db8::/64']],
    ['no address', client('relay.example.com', undefined), 'exact', ['relay.example.com'], []],
  ] as const)('%s', (_note, tcpInfo, size, hosts, networks) => {
    expect(learnedPath(tcpInfo, size as NetworkSize, undefined)).toEqual({ hosts, networks });
  });

  test.each([
    [{ hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] }, [], []],
    [{ hosts: [], networks: ['185.138.182.0/24'] }, ['gato#.sndsy.ru'], []],
    [{ hosts: ['*.sndsy.ru'], networks: ['192.0.2.0/24'] }, [], ['185.138.182.33/32']],
  ])('what the path knows is not learned again: %j', (known, hosts, networks) => {
    expect(learnedPath(client('gato033.sndsy.ru', '185.138.182.33'), 'exact', known)).toEqual({ hosts, networks });
  });
});
