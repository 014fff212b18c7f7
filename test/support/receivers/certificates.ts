import { execFileSync } from 'node:child_process';

const certificates = new Map<string, { readonly cert: string; readonly key: string }>();

/** A certificate that nobody vouches for; its common name may hold anything. */
export function certificateOf(commonName: string): { readonly cert: string; readonly key: string } {
  const known = certificates.get(commonName);
  if (known !== undefined) return known;
  const subject = `/CN=${commonName.replace(/[\\/+]/g, '\\$&')}`;
  const pem = execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '30',
      '-subj',
      subject,
      '-keyout',
      '-',
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  certificates.set(commonName, { cert: pem, key: pem });
  return { cert: pem, key: pem };
}
