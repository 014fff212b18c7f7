import { formatNetwork, networkContains, parseNetwork } from '../trace/address/network.js';
import type { LookUpText } from './dns-text.js';

/** What must be allowed: the name that the relay documents for `include:`, or else its networks. */
export interface SpfWanted {
  readonly include: string | undefined;
  /** CIDR. */
  readonly networks: readonly string[];
}

export type SpfAnswer =
  /** `by` as the record has it; `at` is the domain whose record that is. */
  | { readonly kind: 'covered'; readonly by: string; readonly at: string }
  | { readonly kind: 'not-covered' }
  | { readonly kind: 'none' }
  | { readonly kind: 'several' }
  | { readonly kind: 'too-many-lookups' }
  | { readonly kind: 'unknown'; readonly why: string };

/** RFC 7208 §4.6.4. */
const mostLookups = 10;
/** Terms that ask the DNS once each when a receiver evaluates them; what they answer depends on the mail. */
const asking = /^(?:a|mx|ptr|exists)(?:[:/]|$)/i;

/**
 * Whether a domain's SPF record (RFC 7208) lets the relay send for it, as far as the text of records can tell: `include`,
 * `ip4`, `ip6` and `redirect` are followed, `a` and `mx` of other names, `exists`, `ptr` and macros are not judged.
 */
export async function evaluateSpf(
  domain: string,
  wanted: SpfWanted,
  lookUp: LookUpText,
): Promise<{ readonly answer: SpfAnswer; readonly lookups: number }> {
  const walk: Walk = { wanted, lookUp, lookups: 0, open: new Set(wanted.networks) };
  const answer = await recordOf(domain, walk);
  return { answer: walk.lookups > mostLookups ? { kind: 'too-many-lookups' } : answer, lookups: walk.lookups };
}

interface Walk {
  readonly wanted: SpfWanted;
  readonly lookUp: LookUpText;
  lookups: number;
  /** Networks that no term has covered yet. */
  readonly open: Set<string>;
}

async function recordOf(domain: string, walk: Walk): Promise<SpfAnswer> {
  const found = await walk.lookUp(domain);
  if (found.kind === 'failed') return { kind: 'unknown', why: `the name server ${found.why} for ${domain}` };
  const records = found.kind === 'none' ? [] : found.texts.filter((text) => /^v=spf1(?: |$)/i.test(text));
  const [record] = records;
  if (record === undefined) return { kind: 'none' };
  return records.length > 1 ? { kind: 'several' } : evaluate(domain, record.split(/ +/).slice(1), walk);
}

async function evaluate(domain: string, terms: readonly string[], walk: Walk): Promise<SpfAnswer> {
  let doubt: SpfAnswer | undefined;
  for (const term of terms) {
    const [, qualifier = '', mechanism = ''] = /^([+?~-]?)(.*)$/.exec(term) ?? [];
    if (/^all$/i.test(mechanism)) return doubt ?? { kind: 'not-covered' };
    const answer = await judge(domain, mechanism, walk);
    if (walk.lookups > mostLookups) return { kind: 'too-many-lookups' };
    if (answer.kind === 'covered' && /^\+?$/.test(qualifier)) return answer;
    if (answer.kind === 'unknown') doubt ??= answer;
  }
  const target = terms.map((term) => /^redirect=(.+)$/i.exec(term)?.[1]).find((name) => name !== undefined);
  if (target === undefined) return doubt ?? { kind: 'not-covered' };
  walk.lookups++;
  const redirected = await recordOf(target, walk);
  return redirected.kind === 'not-covered' ? (doubt ?? redirected) : redirected;
}

async function judge(domain: string, mechanism: string, walk: Walk): Promise<SpfAnswer> {
  const [, name] = /^include:(.+)$/i.exec(mechanism) ?? [];
  if (name !== undefined) return judgeInclude(domain, name, walk);
  const [, cidr] = /^ip[46]:(.+)$/i.exec(mechanism) ?? [];
  if (cidr !== undefined) return judgeNetwork(domain, mechanism, cidr, walk);
  if (!asking.test(mechanism)) return { kind: 'not-covered' };
  walk.lookups++;
  // The domain's own web and mail hosts are no relay of somebody else's.
  return /^(?:a|mx)$/i.test(mechanism)
    ? { kind: 'not-covered' }
    : { kind: 'unknown', why: `'${mechanism}' in the record of ${domain} can only be judged for a message` };
}

async function judgeInclude(domain: string, name: string, walk: Walk): Promise<SpfAnswer> {
  walk.lookups++;
  if (walk.lookups > mostLookups) return { kind: 'too-many-lookups' };
  if (name.includes('%')) return { kind: 'unknown', why: `'include:${name}' has a macro` };
  const isWanted = name.toLowerCase().replace(/\.$/, '') === walk.wanted.include;
  const answer = await recordOf(name, walk);
  // RFC 7208 §5.2: a receiver makes a permanent error of these.
  if (answer.kind === 'none' || answer.kind === 'several')
    return {
      kind: 'unknown',
      why: `include:${name} has ${answer.kind === 'none' ? 'no SPF record' : 'several SPF records'}`,
    };
  if (isWanted && answer.kind !== 'too-many-lookups') return { kind: 'covered', by: `include:${name}`, at: domain };
  return answer;
}

function judgeNetwork(domain: string, mechanism: string, cidr: string, { open }: Walk): SpfAnswer {
  const network = parseNetwork(cidr);
  if (network === undefined || open.size === 0) return { kind: 'not-covered' };
  for (const wanted of open) {
    const inner = parseNetwork(wanted);
    if (inner === undefined || inner.prefixLength < network.prefixLength) continue;
    if (networkContains(network, formatNetwork(inner).split('/')[0] ?? '')) open.delete(wanted);
  }
  return open.size === 0 ? { kind: 'covered', by: mechanism, at: domain } : { kind: 'not-covered' };
}
