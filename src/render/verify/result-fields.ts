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
    };
  }
  const { kind, message, hint } = result.problem;
  const nothing = { verdict: null, reason: null, relay: null, relays: [], trust: null, boundaryHop: null };
  return { source, ...nothing, hops: [], evidence: [], hint: hint ?? null, error: { kind, message } };
}
