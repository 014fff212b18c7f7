import { type Authority, type Issued, makeAuthority, selfSigned } from '../../../src/world/lab/certificates.js';

const dayMs = 86_400_000;

/** Certificates of every kind that a relay may show; `authority` is the one that clients trust. */
export interface CertificateZoo {
  readonly authority: Authority;
  readonly pairs: Readonly<Record<CertificateKind, Issued>>;
}

export type CertificateKind =
  | 'good'
  | 'through-intermediate'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-name'
  | 'wildcard'
  | 'self-signed'
  | 'stranger'
  | 'missing-intermediate'
  | 'expired-intermediate'
  | 'weak-key'
  | 'address-as-name';

/** Makes the zoo; `localhost` and `127.0.0.1` are the names of the servers under test. */
export async function makeZoo(): Promise<CertificateZoo> {
  const authority = await makeAuthority();
  const names = ['localhost', '127.0.0.1'];
  const fromNow = (days: number): Date => new Date(Date.now() + days * dayMs);
  const middle = await authority.intermediate();
  const chained = await middle.issue({ names });
  const stale = await authority.intermediate({ notBefore: fromNow(-30), notAfter: fromNow(-1) });
  return {
    authority,
    pairs: {
      good: await authority.issue({ names }),
      'through-intermediate': chained,
      expired: await authority.issue({ names, notBefore: fromNow(-30), notAfter: fromNow(-1) }),
      'not-yet-valid': await authority.issue({ names, notBefore: fromNow(1) }),
      'wrong-name': await authority.issue({ names: ['mail.example.org'] }),
      wildcard: await authority.issue({ names: ['*.example.org'] }),
      'self-signed': await selfSigned({ names }),
      stranger: await (await makeAuthority('stranger')).issue({ names }),
      'missing-intermediate': { ...chained, certPem: leafOf(chained.certPem) },
      'expired-intermediate': await stale.issue({ names }),
      'weak-key': await authority.issue({ names, key: 'rsa1024' }),
      'address-as-name': await authority.issue({ names: ['127.0.0.1'], addressesAs: 'dns' }),
    },
  };
}

function leafOf(chainPem: string): string {
  const end = '-----END CERTIFICATE-----\n';
  return chainPem.slice(0, chainPem.indexOf(end) + end.length);
}
