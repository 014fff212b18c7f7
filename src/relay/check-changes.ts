import type { SenderSnapshot } from './check-snapshot.js';

/** One thing that is not as it was. `fail`: an alarm; `warn`: worth knowing. */
export interface CheckChange {
  readonly what: 'relay' | 'starttls' | 'tls-version' | 'certificate' | 'auth-methods' | 'keywords' | 'addresses';
  readonly state: 'fail' | 'warn';
  /** One sentence. */
  readonly says: string;
  readonly finding: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What changed between two looks at one sender. What one of them did not see has not changed. */
export function changesBetween(before: SenderSnapshot, after: SenderSnapshot): CheckChange[] {
  const moved = before.relay !== after.relay || before.tls !== after.tls;
  return [
    ...(moved ? [relayChange(before, after)] : []),
    ...starttlsChange(before, after),
    ...certificateChange(before, after),
    ...versionChange(before, after),
    ...listChange('auth-methods', 'AUTH methods', before.authMethods, after.authMethods),
    ...listChange('keywords', 'EHLO keywords', before.keywords, after.keywords),
    ...listChange('addresses', 'addresses', before.addresses, after.addresses),
  ];
}

function relayChange(before: SenderSnapshot, after: SenderSnapshot): CheckChange {
  const settings = ({ relay, tls }: SenderSnapshot): string => `${relay}, tls ${tls}`;
  return change('relay', 'warn', 'the sender itself', [settings(before)], [settings(after)]);
}

/** RFC 3207 §6: taking the offer away is what an attacker between would do. */
function starttlsChange(before: SenderSnapshot, after: SenderSnapshot): CheckChange[] {
  if (before.starttls === null || after.starttls === null || before.starttls === after.starttls) return [];
  const isGone = after.starttls === 'missing';
  return [
    {
      ...change('starttls', isGone ? 'fail' : 'warn', 'STARTTLS', [before.starttls], [after.starttls]),
      finding: isGone ? 'starttls-gone' : 'changed-starttls',
      says: isGone ? 'STARTTLS is no longer offered' : 'STARTTLS is now offered',
    },
  ];
}

function certificateChange({ certificate: old }: SenderSnapshot, { certificate: now }: SenderSnapshot): CheckChange[] {
  if (old === null || now === null || old.fingerprintSha256 === now.fingerprintSha256) return [];
  const facts = ({ issuer, validTo, names, fingerprintSha256 }: typeof now): string[] => [
    `by ${issuer || 'itself'}`,
    `until ${validTo.slice(0, 10)}`,
    `for ${names.join(' ')}`,
    `SHA-256 ${fingerprintSha256}`,
  ];
  return [
    change(
      'certificate',
      'warn',
      old.issuer === now.issuer ? 'certificate' : 'certificate and its issuer',
      facts(old),
      facts(now),
    ),
  ];
}

function versionChange({ tlsVersion: old }: SenderSnapshot, { tlsVersion: now }: SenderSnapshot): CheckChange[] {
  return old === null || now === null || old === now
    ? []
    : [change('tls-version', 'warn', 'TLS version', [old], [now])];
}

function listChange(
  what: CheckChange['what'],
  words: string,
  before: readonly string[] | null,
  after: readonly string[] | null,
): CheckChange[] {
  if (before === null || after === null) return [];
  const gone = before.filter((item) => !after.includes(item));
  const come = after.filter((item) => !before.includes(item));
  return gone.length + come.length === 0 ? [] : [change(what, 'warn', words, gone, come)];
}

function change(
  what: CheckChange['what'],
  state: CheckChange['state'],
  words: string,
  before: readonly string[],
  after: readonly string[],
): CheckChange {
  const list = (items: readonly string[]): string => items.join(', ') || 'nothing';
  return {
    what,
    state,
    says: `${words}: ${list(before)} before, ${list(after)} now`,
    finding: `changed-${what}`,
    before,
    after,
  };
}
