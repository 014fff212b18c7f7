import type { Authentication } from '../../commands/verify/authentication.js';
import type { MessageResult } from '../../commands/verify/result.js';
import { hopFields } from './hop-fields.js';

/** The result as scripts read it; inside hops and evidence what is not known is left out. An input that gave no verdict has `verdict` null and an `error`. */
export function fieldsOf(result: MessageResult): object {
  const { source } = result;
  if (result.kind === 'judged') {
    const { verdict, reason, relay, relays, trust, boundaryHop, hops, evidence, hint } = result.verdict;
    return {
      source,
      verdict,
      reason,
      relay: relay ?? null,
      relays,
      trust,
      boundaryHop: boundaryHop ?? null,
      hops: hops.map(hopFields),
      evidence,
      hint: hint ?? null,
      ...(result.authentication && { authentication: authenticationFields(result.authentication) }),
    };
  }
  const { kind, message, hint } = result.problem;
  const nothing = { verdict: null, reason: null, relay: null, relays: [], trust: null, boundaryHop: null };
  return { source, ...nothing, hops: [], evidence: [], hint: hint ?? null, error: { kind, message } };
}

function authenticationFields({ handover, recomputed, selectors, stated, findings }: Authentication): object {
  const { spf, dkim, dmarc, arc } = recomputed;
  return {
    address: handover.address ?? null,
    ehloName: handover.ehloName ?? null,
    reversePath: handover.reversePath ?? null,
    spf: { result: spf.result, domain: spf.domain ?? null, reason: spf.reason ?? null },
    dkim: dkim.map(({ result, domain, selector, algorithm, aligned, reason }) => ({
      result,
      domain: domain ?? null,
      selector: selector ?? null,
      selectorShape: selectors.find((one) => one.selector === selector)?.provider ?? null,
      algorithm: algorithm ?? null,
      aligned,
      reason: reason ?? null,
    })),
    dmarc: { result: dmarc.result, domain: dmarc.domain ?? null, policy: dmarc.policy ?? null },
    arc,
    stated: stated.map(({ by, clientIp, ...rest }) => ({ ...rest, by: by ?? null, clientIp: clientIp ?? null })),
    findings,
  };
}
