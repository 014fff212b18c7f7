import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { judgeDkim } from '../../src/relay/dns/dkim-record.js';
import { judgeDmarc } from '../../src/relay/dns/dmarc-record.js';
import { readPublicKey } from '../../src/world/dns/public-key.js';
import { dkimByMailauth, dmarcByMailauth } from '../support/mailauth.js';

function rsa(modulusLength: number, type: 'spki' | 'pkcs1' = 'spki'): string {
  return generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ type, format: 'der' }).toString('base64');
}

const key = rsa(2048);
const short = rsa(512);
const bare = rsa(1024, 'pkcs1');
const curve = Buffer.alloc(32, 7).toString('base64');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ type: 'spki', format: 'der' })
  .toString('base64');
const pem = `-----BEGIN PUBLIC KEY-----${key}-----END PUBLIC KEY-----`;

describe('a DKIM key', () => {
  /** The record; what we say of it; what mailauth says, in brackets where it differs: see below. */
  test.each([
    [`v=DKIM1; k=rsa; p=${key}`, 'key, an RSA key of 2048 bits', 'key 2048'],
    [`v=DKIM1;k=rsa;p=${key};`, 'key, an RSA key of 2048 bits', 'key 2048'],
    [`p=${key}`, 'key, an RSA key of 2048 bits', 'key 2048'],
    [`v=DKIM1; p=${key.slice(0, 90)} ${key.slice(90)}`, 'key, an RSA key of 2048 bits', 'key 2048'],
    [`v=DKIM1; h=sha1:sha256; s=email; n=note; p=${key}`, 'key, an RSA key of 2048 bits', 'key 2048'],
    [`v=DKIM1; k=rsa; p=${bare}`, 'key, an RSA key of 1024 bits', '(EINVALIDTYPE)'],
    [`v=DKIM1; k=ed25519; p=${curve}`, 'key, an Ed25519 key', 'key ed25519'],
    [`v=DKIM1; t=y; p=${key}`, 'key, an RSA key of 2048 bits, it is marked as a test', 'key 2048'],
    ['v=DKIM1; p=', 'revoked', 'EINVALIDVAL'],
    ['v=DKIM1; k=rsa', 'none', 'EINVALIDVAL'],
    [`v=DKIM1\\; k=rsa\\; p=${key}`, 'contains backslashes', 'EINVALIDVAL'],
    [`"v=DKIM1; k=rsa; p=${key}"`, 'contains quotation marks', '(EINVALIDVAL)'],
    [`v=DKIM1; p=${pem}`, 'BEGIN and END', 'EINVALIDVAL'],
    [`v=DKIM1; p=${key.slice(0, 254)}`, 'it may be truncated', 'EINVALIDTYPE'],
    ['v=DKIM1; p=not base64!', 'not a public key', 'EINVALIDVAL'],
    [`v=DKIM1; p=${ec}`, 'but its key is ec', 'EINVALIDTYPE'],
    [`v=DKIM1; k=ed25519; p=${key}`, 'has k=ed25519, but its key is rsa', 'EINVALIDTYPE'],
    [`v=DKIM1; p=${short}`, 'a key of 512 bits', 'ESHORTKEY'],
    [`v=DKIM2; p=${key}`, 'has v=DKIM2', 'EINVALIDVER'],
    [`v=dkim1; p=${key}`, 'has v=dkim1', '(key 2048)'],
    [`p=${key}; v=DKIM1`, 'does not begin with v=DKIM1', '(key 2048)'],
    [`v=DKIM1; h=sha1; p=${key}`, 'only h=sha1', '(key 2048)'],
    [`v=DKIM1; s=web; p=${key}`, 'not for e-mail', '(key 2048)'],
    [`v=DKIM1; k=rsa p=${key}`, 'none', '(EINVALIDVAL)'],
    [`v=DKIM1; p=${key}; p=${key}`, 'has p= twice', '(key 2048)'],
  ])('%#: %.60s', async (text, says, mailauth) => {
    const answer = judgeDkim([text], readPublicKey);
    const said =
      answer.kind === 'key'
        ? [answer.kind, answer.says, answer.remark]
        : [answer.kind, 'why' in answer ? answer.why : undefined];
    expect(said.filter((part) => part !== undefined).join(', ')).toContain(says);
    expect(await dkimByMailauth(text)).toBe(mailauth.replace(/[()]/g, ''));
  });

  test.each([
    [[`v=DKIM1; p=${key}`, `v=DKIM1; p=${curve}`], 'several'],
    [[`v=DKIM1; p=${key}`, 'v=DKIM1; p='], 'several'],
    [[`v=DKIM1; p=${key}`, 'google-site-verification=x'], 'key'],
    [['v=spf1 -all'], 'none'],
    [[], 'none'],
  ])('%#: records that stand together', (texts, kind) => {
    expect(judgeDkim(texts, readPublicKey).kind).toBe(kind);
  });
});

describe('a DMARC record', () => {
  /** The records; what we say of them; the policy that mailauth reads, in brackets where it differs: see below. */
  test.each([
    [['v=DMARC1; p=none'], 'policy none none', 'none'],
    [['v=DMARC1;p=reject;sp=quarantine;'], 'policy reject quarantine', 'reject'],
    [['v = DMARC1 ; p = none ; rua = mailto:a@example.com'], 'policy none none', '(none)'],
    [['v=DMARC1; p=Reject; pct=50; adkim=s'], 'policy reject reject', '(Reject)'],
    [['v=DMARC1; p=none', 'other'], 'policy none none', 'none'],
    [['v=dmarc1; p=reject'], 'broken has v=DMARC1 in the wrong case', '(reject)'],
    [['V=DMARC1; p=reject'], 'broken has v=DMARC1 in the wrong case', '(reject)'],
    [['p=reject; v=DMARC1'], 'broken does not start', 'none'],
    [['v=DMARC1 p=reject'], 'broken does not start', '(undefined)'],
    [['v=DMARC1.0; p=reject'], 'broken does not start', '(reject)'],
    [[' v=DMARC1; p=reject'], 'broken starts with a space', '(reject)'],
    [['"v=DMARC1; p=reject"'], 'broken contains quotation marks', 'none'],
    [['v=DMARC1\\; p=reject'], 'broken contains backslashes', '(reject)'],
    [['v=DMARC1; rua=mailto:a@example.com'], 'broken has no p=', 'undefined'],
    [['v=DMARC1; p=maybe'], 'broken has p=maybe', 'maybe'],
    [['v=DMARC1; p=none; rua=a@example.com'], 'broken has a report address without mailto:', 'none'],
    [['v=DMARC1; p=none', 'v=DMARC1; p=reject'], 'several', 'none'],
    [['v=spf1 -all'], 'none', 'none'],
    [[], 'none', 'none'],
  ])('%j', async (texts, says, mailauth) => {
    const answer = judgeDmarc(texts);
    const said = { policy: '', subdomains: '', why: '', ...answer };
    expect([answer.kind, said.policy, said.subdomains, said.why].filter((part) => part !== '').join(' ')).toContain(
      says,
    );
    expect(await dmarcByMailauth(texts)).toBe(mailauth.replace(/[()]/g, ''));
  });
});

/*
 * Where mailauth differs. DKIM: it takes no RSA key without its wrapping (RFC 6376 §3.6.1 describes that form), any case of the
 * version, any place of it (§3.6.1: first), and leaves h= and s= to its verifier. DMARC: it wants no space around the first equals sign
 * (RFC 7489 §6.4 allows it) and takes any case (§6.3: exact), a blank in front and what merely begins with DMARC1.
 */
