import { generateKeyPairSync } from 'node:crypto';
import type { Zone } from '../dns-server.js';
import type { Report } from './report.js';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'der' })
  .toString('base64');

/** What of a record counts, and what does not. */
export const signatureReports: readonly Report[] = [
  {
    source: 'internetstandards/Internet.nl#1336',
    situation: 'exp= is no look-up of the ten; a checker counted it',
    rebuilt: {
      kind: 'records',
      domain: 'exp.test',
      zone: {
        'spf.sendsay.ru': ['v=spf1 ip4:185.138.182.0/24 ~all'],
        'exp.test': [
          `v=spf1 ${Array.from({ length: 9 }, (_, i) => `a:${i}.example`).join(' ')} include:spf.sendsay.ru exp=why.exp.test -all`,
        ],
      },
    },
    exit: 0,
    says: /include:spf\.sendsay\.ru in the record of exp\.test \(10 look-ups\)/,
  },
  {
    source: 'albertito/spf#3',
    situation: 'ten look-ups through nested includes are still allowed; a library stopped at the ninth',
    rebuilt: {
      kind: 'records',
      domain: 'nested.test',
      zone: {
        'spf.sendsay.ru': ['v=spf1 ip4:185.138.182.0/24 ~all'],
        'nested.test': ['v=spf1 include:i1.test -all'],
        ...Object.fromEntries(
          Array.from({ length: 9 }, (_, i) => [
            `i${i + 1}.test`,
            [i === 8 ? 'v=spf1 include:spf.sendsay.ru ~all' : `v=spf1 include:i${i + 2}.test ~all`],
          ]),
        ),
      },
    },
    exit: 0,
    says: /\(10 look-ups\)/,
  },
  {
    source: 'forwardemail/forwardemail.net#316',
    situation: 'a second TXT record of a failed attempt next to the right key',
    rebuilt: signed([`v=DKIM1; k=rsa; p=${key}`, `v=DKIM1; k=rsa; p=${key.slice(0, 200)}`]),
    exit: 1,
    says: /has several keys, and receivers may use any of them/,
  },
  {
    source: 'zkemail/archive.zk.email#83',
    situation: 'a record with "_v=DKIM1; _p=" before the real one',
    rebuilt: signed([`_v=DKIM1; k=rsa; _p=${key}`, `v=DKIM1; k=rsa; p=${key}`]),
    exit: 1,
    says: /has several/,
  },
  {
    source: 'lieser/dkim_verifier#121',
    situation: 'h=rsa-sha256 in the key: opendkim-genkey once wrote that; it names no hash, so nothing verifies',
    rebuilt: signed([`v=DKIM1; h=rsa-sha256; k=rsa; p=${key}`]),
    exit: 1,
    says: /h=/,
  },
  {
    source: 'fastmail/authentication_milter#28',
    situation: 'a key without v=DKIM1, which is only recommended',
    rebuilt: signed([`k=rsa; p=${key}`]),
    exit: 0,
    says: /has an RSA key of 2048 bits/,
  },
  {
    source: 'globalcyberalliance/domain-security-scanner#25',
    situation: 'the record begins with a quotation mark that belongs to the zone file',
    rebuilt: signed([`"v=DKIM1; k=rsa; p=${key}`]),
    exit: 1,
    says: /contains quotation marks/,
  },
];

function signed(texts: readonly string[]): Report['rebuilt'] {
  const zone: Zone = {
    'spf.sendsay.ru': ['v=spf1 ip4:185.138.182.0/24 ~all'],
    'signed.test': ['v=spf1 include:spf.sendsay.ru ~all'],
    's._domainkey.signed.test': texts,
  };
  return { kind: 'records', domain: 'signed.test', selector: 's', zone };
}
