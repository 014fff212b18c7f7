import type { CheckStep } from '../../relay/check-step.js';
import type { CertificateFacts } from '../../relay/receipt.js';

const dayMs = 86_400_000;
/** Public authorities renew about thirty days ahead; two weeks before the end nobody has. */
const soonDays = 14;

/** A certificate that was accepted: whose it is, and how long it still is. Within `minDays` of its end it fails. */
export function certificateStep(
  { names, issuer, validTo, subject }: CertificateFacts,
  now: Date,
  minDays: number | undefined,
): CheckStep {
  const days = Math.floor((Date.parse(validTo) - now.getTime()) / dayMs);
  const evidence = `for ${names.slice(0, 5).join(', ') || subject}, issued by ${issuer || 'an unnamed authority'}, ${days} days left (${validTo.slice(0, 10)})`;
  const late = minDays !== undefined && days < minDays;
  const soon = late || days < soonDays;
  return {
    id: 'certificate',
    state: late ? 'fail' : soon ? 'warn' : 'pass',
    evidence,
    fix: soon ? 'The relay must renew it soon. Contact its support if it does not.' : null,
    finding: soon ? 'certificate-ends-soon' : null,
    tookMs: null,
  };
}
