import { generateKeyPairSync } from 'node:crypto';
import type { Report } from './report.js';

const sendsay = { 'spf.sendsay.ru': ['v=spf1 ip4:185.138.182.0/24 ~all'] };
const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'der' })
  .toString('base64');
const good = ['v=spf1 include:spf.sendsay.ru ~all'];

/** SPF, DKIM and DMARC records. */
export const recordReports: readonly Report[] = [
  {
    source: 'rspamd/rspamd#626',
    situation: 'v=spf1 ipv4:120.197.68.19/24 …: the mechanism is called ip4',
    rebuilt: {
      kind: 'records',
      domain: 'one.test',
      zone: {
        ...sendsay,
        'one.test': ['v=spf1 ipv4:120.197.68.19/24 ipv4:113.106.14.0/24 include:spf.sendsay.ru -all'],
      },
    },
    exit: 1,
    says: /'ipv4:120\.197\.68\.19\/24' .* is not an SPF mechanism \(did you mean ip4\?\)/,
  },
  {
    source: 'shevek/libspf2#30',
    situation: 'an IPv6 network without ip6: in the middle of a long record (discoursemail.com)',
    rebuilt: {
      kind: 'records',
      domain: 'two.test',
      zone: {
        ...sendsay,
        'two.test': ['v=spf1 include:spf.sendsay.ru ip6:2001:470:1:9f1::/64 2602:fd3f:0000:ff06::/64 mx ~all'],
      },
    },
    exit: 1,
    says: /'2602:fd3f:0000:ff06::\/64' in the record of two\.test is a bare address: write ip6:2602:/,
  },
  {
    source: 'domainaware/checkdmarc#209',
    situation: 'v=spf1 ip4:45.154.45.81~all: no space before ~all',
    rebuilt: { kind: 'records', domain: 'three.test', zone: { 'three.test': ['v=spf1 ip4:45.154.45.81~all'] } },
    exit: 1,
    says: /'ip4:45\.154\.45\.81~all' .* has no space before ~all/,
  },
  {
    source: 'internetstandards/Internet.nl#199',
    situation: 'two SPF records for one name',
    rebuilt: { kind: 'records', domain: 'four.test', zone: { 'four.test': ['v=spf1 mx ~all', 'v=spf1 a ~all'] } },
    exit: 1,
    says: /four\.test has several SPF records/,
  },
  {
    source: 'domainaware/checkdmarc#87',
    situation: 'an IPv4 address written as ip6:',
    rebuilt: {
      kind: 'records',
      domain: 'five.test',
      zone: { ...sendsay, 'five.test': ['v=spf1 ip6:192.0.2.1 include:spf.sendsay.ru ~all'] },
    },
    exit: 1,
    says: /'ip6:192\.0\.2\.1' .* has an IPv4 address: write ip4:/,
  },
  {
    source: 'ValiMail/coppertone#56',
    situation: 'eleven look-ups, with the relay after the tenth',
    rebuilt: {
      kind: 'records',
      domain: 'six.test',
      zone: {
        ...sendsay,
        'six.test': [
          `v=spf1 ${Array.from({ length: 10 }, (_, i) => `a:s${i}.test`).join(' ')} include:spf.sendsay.ru ~all`,
        ],
      },
    },
    exit: 1,
    says: /needs more than 10 DNS lookups/,
  },
  {
    source: 'stalwartlabs/mail-auth#35',
    situation: 'mx counts as one look-up, however many servers it names: ten are still fine',
    rebuilt: {
      kind: 'records',
      domain: 'seven.test',
      zone: {
        ...sendsay,
        'seven.test': [
          'v=spf1 mx a mx:a.test mx:b.test mx:c.test mx:d.test mx:e.test mx:f.test mx:g.test include:spf.sendsay.ru ~all',
        ],
      },
    },
    exit: 0,
    says: /ok +spf +include:spf\.sendsay\.ru in the record of seven\.test \(10 look-ups\)/,
  },
  {
    source: 'smck83/expurgate-solo#4',
    situation: 'include: with macros, which only a message can fill in',
    rebuilt: {
      kind: 'records',
      domain: 'eight.test',
      zone: { 'eight.test': ['v=spf1 include:%{ir}.%{d}._spf.eight.test -all'] },
    },
    exit: 0,
    says: /\? +spf +'include:%\{ir\}\.%\{d\}\._spf\.eight\.test' has a macro/,
  },
  {
    source: 'postalsys/mailauth#30',
    situation: 'a DKIM key with the quotation marks stored in the record (Twitter)',
    rebuilt: {
      kind: 'records',
      domain: 'nine.test',
      selector: 's',
      zone: { ...sendsay, 'nine.test': good, 's._domainkey.nine.test': [`"v=DKIM1; p=${key}"`] },
    },
    exit: 1,
    says: /FAIL +dkim +s\._domainkey\.nine\.test contains quotation marks/,
  },
  {
    source: 'facileManager/facileManager#311',
    situation: 'backslashes of a zone file in the records: v=DKIM1\\; and v=DMARC1\\;',
    rebuilt: {
      kind: 'records',
      domain: 'ten.test',
      selector: 's',
      zone: {
        ...sendsay,
        'ten.test': good,
        's._domainkey.ten.test': [`v=DKIM1\\; k=rsa\\; p=${key}`],
        '_dmarc.ten.test': ['v=DMARC1\\; p=none'],
      },
    },
    exit: 1,
    says: /FAIL +dkim +\S+ contains backslashes[\s\S]*warn +dmarc +_dmarc\.ten\.test contains backslashes/,
  },
  {
    source: 'docker-mailserver/docker-mailserver#1035',
    situation: 'a DNS panel cuts the key of 2048 bits at 255 characters',
    rebuilt: {
      kind: 'records',
      domain: 'eleven.test',
      selector: 'mail',
      zone: {
        ...sendsay,
        'eleven.test': good,
        'mail._domainkey.eleven.test': [`v=DKIM1; h=sha256; k=rsa; p=${key}`.slice(0, 255)],
      },
    },
    exit: 1,
    says: /FAIL +dkim +\S+ has a p= that is not a public key: it may be truncated/,
  },
  {
    source: 'jeboehm/docker-mailserver#229',
    situation: 'the key is copied with a blank after each line: that is allowed',
    rebuilt: {
      kind: 'records',
      domain: 'twelve.test',
      selector: 'mail',
      zone: {
        ...sendsay,
        'twelve.test': good,
        'mail._domainkey.twelve.test': [`v=DKIM1; k=rsa; p=${key.replace(/.{64}/g, '$& ')}`],
      },
    },
    exit: 0,
    says: /ok +dkim +\S+ has an RSA key of 2048 bits/,
  },
  {
    source: 'msimerson/mail-dmarc#39',
    situation: 'domain=cmnet.org;v=DMARC1;p=none: v= does not come first',
    rebuilt: {
      kind: 'records',
      domain: 'thirteen.test',
      zone: { ...sendsay, 'thirteen.test': good, '_dmarc.thirteen.test': ['domain=cmnet.org;v=DMARC1;p=none;sp=none'] },
    },
    exit: 0,
    says: /warn +dmarc +_dmarc\.thirteen\.test does not start with "v=DMARC1;"/,
  },
];
