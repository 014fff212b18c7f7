import { describe, expect, test } from '@jest/globals';
import { parseReceived } from '../../src/trace/hop/parse-received.js';
import {
  networksOf,
  profileFacts,
  profileOf,
  roleIn,
  sendingProfileOf,
} from '../../src/trace/path/receiver-profiles.js';

const line = parseReceived('from a.example (a.example [203.0.113.9]) by mx.example.net with ESMTP id 1');
const by = (name: string, from = line.from) => ({ ...line, from, by: { ...line.by, name } });
const told = (name: string) => {
  const profile = profileOf(by(name));
  return profile && [profile.id, roleIn(profile, by(name))];
};

const names: readonly (readonly [string, 'border' | 'inner', string])[] = [
  ['gmail', 'border', 'mx.google.com'],
  ['gmail', 'inner', '2002:a05:6512:1::3'],
  ['yandex', 'border', 'mail-nwsmtp-mxfront-production-main-12.sas.yp-c.yandex.net'],
  ['yandex', 'border', 'ab.c-1.mail-nwsmtp-mxfront-1.yandex.net'],
  ['yandex', 'border', 'mxfront12a.mail.yandex.net'],
  ['yandex', 'border', 'mxfront.yandex.net'],
  ['yandex', 'inner', 'postback1.mail.yandex.net'],
  ['yandex', 'inner', 'sas1-2.yandex.net'],
  ['mail.ru', 'border', 'mx.mail.ru'],
  ['mail.ru', 'border', 'mxs12.i.mail.ru'],
  ['mail.ru', 'inner', 'fallback12.i.mail.ru'],
  ['mail.ru', 'inner', 'a.b.c.mail.ru'],
  ['mail.ru', 'inner', 'smtp34.mail.ru'],
  ['outlook', 'border', 'am1eur01-ft003.mail.protection.outlook.com'],
  ['outlook', 'inner', 'am0pr01mb1234.eurprd01.prod.outlook.com'],
  ['outlook', 'inner', 'am0pr01mb1234.outlook.office365.com'],
  ['outlook', 'inner', 'a.b.c.prod.protection.outlook.com'],
  ['outlook', 'inner', 'am0pr01mb1234.eurprd01.prod.exchangelabs.com'],
  ['yahoo', 'border', 'mta1234.mail.bf1.yahoo.com'],
  ['yahoo', 'border', 'mta12a.x-1.mail.ne1.yahoo.com'],
  ['yahoo', 'inner', 'atlas306.free.mail.bf1.yahoo.com'],
  ['yahoo', 'inner', 'atlas.aol.com'],
  ['yahoo', 'inner', 'atlas-production.v2-mail-prod1-bf1.omega.aol.com'],
  ['icloud', 'border', 'p00-icloudmta-smtpin-us-east-1a-100'],
  ['icloud', 'border', 'p12-icloudmta-smtpin-1.x-1.y.internal'],
  ['icloud', 'border', 'ms11p00im-mx1.k8s.cloud.apple.com'],
  ['icloud', 'border', 'a.b-1.c.k8s.cloud.apple.com'],
  ['icloud', 'inner', 'p00-mailgateway-smtp-1a-2'],
  ['icloud', 'inner', 'p123-mailgateway-smtp.x-1.y2'],
  ['fastmail', 'border', 'mx12.messagingengine.com'],
  ['fastmail', 'border', 'mailmx.nyi.internal'],
  ['fastmail', 'inner', 'slot12a.nyi-1.internal'],
  ['fastmail', 'inner', 'compute12.x.nyi.internal'],
  ['fastmail', 'inner', 'phl-compute-12.internal'],
  ['fastmail', 'inner', 'sloti12d34t56'],
  ['fastmail', 'inner', 'slot12d34t56'],
  ['gmx', 'border', 'mx-ha.gmx.net'],
  ['gmx', 'border', 'mx-ha.web.de'],
  ['gmx', 'border', 'mx.gmx.net'],
  ['gmx', 'border', 'mx12.web.de'],
  ['proofpoint', 'border', 'mx0a-001.pphosted.com'],
  ['proofpoint', 'border', 'mxa-001.ppe-hosted.com'],
  ['proofpoint', 'border', 'm0123456.ppops.net'],
  ['cloudflare', 'border', 'cloudflare-email.net'],
  ['cloudflare', 'border', 'cloudflare-email.com'],
  ['amazon-ses', 'border', 'inbound-smtp.eu-west-1.amazonaws.com'],
];

describe('the hosts of mailbox providers', () => {
  test.each(names)('%s, %s: %s, and nothing that only holds such a name', (id, role, name) => {
    expect(told(name)).toEqual([id, role]);
    expect([`!${name}`, `${name}!`, ''].map(told)).toEqual([undefined, undefined, undefined]);
  });

  test.each(names)('%s, %s: %s without a from clause', (id, role, name) => {
    const bare = { ...by(name), from: undefined };
    const profile = profileOf(bare);
    const isToldByOther = profile !== undefined && roleIn(profile, bare) === 'inner';
    expect(role === 'inner' ? profile?.id === id : profile === undefined || isToldByOther).toBe(true);
  });

  test.each([...new Set(names.map(([id]) => id))])('%s: its title and the month of its check are known', (id) => {
    expect(profileFacts(id)).toEqual(
      expect.objectContaining({ title: expect.stringMatching(/\w/), checked: expect.stringMatching(/^20\d\d-\d\d$/) }),
    );
    const profile = profileOf(by(names.find(([of]) => of === id)?.[2] ?? ''));
    expect(profile?.source).toMatch(/\w{3}/);
    expect([...(profile?.networks ?? []), ...(profile?.sendsFrom ?? [])]).not.toContain('');
    expect(profile && networksOf(profile).length).toBe(profile?.networks.length);
  });

  test.each([
    ['40.92.1.2', undefined, 'outlook'],
    ['40.107.1.2', undefined, 'outlook'],
    ['52.103.1.2', undefined, 'outlook'],
    ['104.47.1.2', undefined, 'outlook'],
    ['2a01:111:f400::1', undefined, 'outlook'],
    ['2a01:111:f403::1', undefined, 'outlook'],
    ['203.0.113.9', undefined, undefined],
    [undefined, undefined, undefined],
    ['203.0.113.9', 'mx0a-001.pphosted.com', 'proofpoint'],
    ['203.0.113.9', 'mxb.ppe-hosted.com', 'proofpoint'],
    ['203.0.113.9', '!mxb.ppe-hosted.com', undefined],
    ['203.0.113.9', 'mxb.ppe-hosted.com!', undefined],
  ])('%s %s sends for %s', (address, reverseName, id) => {
    const from = (reverseNameConfirmed: 'yes' | 'unknown') => ({
      ehloName: 'x',
      authenticated: false,
      tcpInfo: { address, reverseName, reverseNameConfirmed, port: undefined },
    });
    expect(sendingProfileOf(by('mx.example.net', from('yes')))?.id).toBe(id);
    expect(sendingProfileOf(by('mx.example.net', from('unknown')))?.id).toBe(reverseName ? undefined : id);
  });
});
