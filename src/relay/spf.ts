import { formatNetwork, networkContains, parseNetwork } from '../trace/address/network.js';
import { networkAround } from '../trace/address/network-around.js';
import { almostSpf, isSpfRecord, readSpfRecord, type SpfRecord, type SpfTerm } from './dns/spf-record.js';
import type { FailedLookUp, LookUps } from './dns-text.js';

/** What must be allowed: the name that the relay documents for `include:`, or else its networks. */
export interface SpfWanted {
  readonly include: string | undefined;
  /** CIDR. */
  readonly networks: readonly string[];
}

export type SpfAnswer =
  /** `by` as the record has it; `at` is the domain whose record that is. `all`: where a `+all` lets everybody else send too. */
  | { readonly kind: 'covered'; readonly by: string; readonly at: string; readonly all: string | undefined }
  /** A term that does not say "pass" comes first. */
  | { readonly kind: 'denied'; readonly by: string; readonly at: string }
  /** `ignored`: a mechanism that is written as a modifier, and that no receiver reads. */
  | { readonly kind: 'not-covered'; readonly ignored?: string | undefined }
  /** The include of the relay is where no receiver reads it. */
  | { readonly kind: 'behind-all'; readonly by: string }
  /** `almost` is a text that was meant to be one; `why` completes "the TXT record …". */
  | { readonly kind: 'none'; readonly almost: { readonly text: string; readonly why: string } | undefined }
  | { readonly kind: 'several'; readonly at: string }
  /** A permanent error (RFC 7208 §2.6.7) at the domain `at`; `why` completes "the term …". */
  | { readonly kind: 'broken'; readonly at: string; readonly term: string; readonly why: string }
  | { readonly kind: 'too-many-lookups' }
  /** More terms than receivers put up with name hosts that do not exist. */
  | { readonly kind: 'too-many-void'; readonly terms: readonly string[] }
  /** The name server gives no answer that counts for the name `at`. */
  | { readonly kind: 'no-answer'; readonly at: string; readonly failure: FailedLookUp }
  | { readonly kind: 'unknown'; readonly why: string };

/** RFC 7208 §4.6.4. */
const mostLookups = 10;
/** Of them, those that find nothing: the same section says two. */
const mostVoid = 2;

/**
 * Whether a domain's SPF record (RFC 7208) lets the relay send for it, as far as the text of records can tell: `include`,
 * `ip4`, `ip6` and `redirect` are followed, `a` and `mx` of other names, `exists`, `ptr` and macros are not judged; but the
 * names of `a`, `mx` and `exists` are looked up, as receivers do. What makes every receiver reject the record before it reaches
 * the relay's term is `broken`.
 */
export async function evaluateSpf(
  domain: string,
  wanted: SpfWanted,
  lookUp: LookUps,
): Promise<{ readonly answer: SpfAnswer; readonly lookups: number }> {
  const walk: Walk = { wanted, lookUp, count: { lookups: 0 }, empty: [], open: new Set(wanted.networks) };
  const answer = await recordOf(domain, walk);
  const { lookups } = walk.count;
  return { answer: lookups > mostLookups ? { kind: 'too-many-lookups' } : answer, lookups };
}

interface Walk {
  readonly wanted: SpfWanted;
  readonly lookUp: LookUps;
  readonly count: { lookups: number };
  /** Terms whose name has no record. */
  readonly empty: string[];
  /** Networks that no term has covered yet. */
  readonly open: Set<string>;
}

async function recordOf(domain: string, walk: Walk): Promise<SpfAnswer> {
  const found = await walk.lookUp.texts(domain);
  if (found.kind === 'failed') return { kind: 'no-answer', at: domain, failure: found };
  const texts = found.kind === 'none' ? [] : found.texts;
  const [text, ...others] = texts.filter(isSpfRecord);
  if (text === undefined) return { kind: 'none', almost: almostIn(texts) };
  if (others.length > 0) return { kind: 'several', at: domain };
  const record = readSpfRecord(text);
  if (record.kind === 'broken') return { ...record, at: domain };
  return evaluate(domain, record, walk);
}

function almostIn(texts: readonly string[]): { readonly text: string; readonly why: string } | undefined {
  for (const text of texts) {
    const why = almostSpf(text);
    if (why !== undefined) return { text, why };
  }
  return undefined;
}

async function evaluate(
  domain: string,
  { terms, redirect, ignored }: Extract<SpfRecord, { kind: 'read' }>,
  walk: Walk,
): Promise<SpfAnswer> {
  const end = terms.findIndex(({ name }) => name === 'all');
  const read = end < 0 ? terms : terms.slice(0, end);
  const all = terms[end]?.qualifier === '+' ? domain : undefined;
  const allText = terms[end]?.text ?? '';
  let doubt: SpfAnswer | undefined;
  for (const term of read) {
    // What is not passed stays open for the terms after it.
    const answer = await judge(domain, term, term.qualifier === '+' ? walk : { ...walk, open: new Set(walk.open) });
    if (walk.count.lookups > mostLookups) return { kind: 'too-many-lookups' };
    if (answer.kind === 'covered')
      return term.qualifier === '+'
        ? { ...answer, all: all ?? answer.all }
        : { kind: 'denied', by: term.text, at: domain };
    if (isFatal(answer)) return answer;
    if (answer.kind === 'unknown') doubt ??= answer;
  }
  if (doubt === undefined && all !== undefined) return { kind: 'covered', by: allText, at: domain, all };
  if (end >= 0 || redirect === undefined)
    return doubt ?? behindAll(terms.slice(end + 1), walk) ?? { kind: 'not-covered', ignored };
  walk.count.lookups++;
  if (walk.count.lookups > mostLookups) return { kind: 'too-many-lookups' };
  if (redirect.includes('%')) return { kind: 'unknown', why: `'redirect=${redirect}' has a macro` };
  const redirected = await recordOf(redirect, walk);
  if (redirected.kind === 'none') return nothingThere(domain, `redirect=${redirect}`);
  return redirected.kind === 'not-covered' ? (doubt ?? redirected) : redirected;
}

/** What ends the evaluation at every receiver. */
function isFatal({ kind }: SpfAnswer): boolean {
  return ['broken', 'several', 'no-answer', 'too-many-lookups', 'too-many-void'].includes(kind);
}

function behindAll(unread: readonly SpfTerm[], { wanted }: Walk): SpfAnswer | undefined {
  const found = unread.find(({ name, value }) => name === 'include' && isWanted(value, wanted));
  return found && { kind: 'behind-all', by: found.text };
}

function isWanted(name: string | undefined, { include }: SpfWanted): boolean {
  return name !== undefined && bareName(name) === include;
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** RFC 7208 §5.2 and §6.1: a permanent error. */
function nothingThere(at: string, term: string): SpfAnswer {
  return { kind: 'broken', at, term, why: 'points to a name without an SPF record' };
}

async function judge(domain: string, term: SpfTerm, walk: Walk): Promise<SpfAnswer> {
  const { name, value, text } = term;
  if (name === 'include') return judgeInclude(domain, value ?? '', text, walk);
  if (name === 'ip4' || name === 'ip6') return judgeNetwork(domain, text, value ?? '', walk);
  walk.count.lookups++;
  if (walk.count.lookups <= mostLookups && (await isVoid(domain, term, walk))) walk.empty.push(text);
  if (walk.empty.length > mostVoid) return { kind: 'too-many-void', terms: walk.empty };
  // The domain's own web and mail hosts are no relay of somebody else's.
  return /^[+?~-]?(?:a|mx)$/i.test(text)
    ? { kind: 'not-covered' }
    : { kind: 'unknown', why: `'${text}' in the record of ${domain} can only be evaluated for a message` };
}

/** What the term asks for when the relay is the client: its addresses are of one family first. */
async function isVoid(domain: string, { name, value }: SpfTerm, { lookUp, wanted }: Walk): Promise<boolean> {
  const host = (value ?? domain).replace(/\/.*$/, '');
  if (name === 'ptr' || host.includes('%')) return false;
  const address = wanted.networks[0]?.includes(':') ? 'AAAA' : 'A';
  return lookUp.isVoid(host, name === 'mx' ? 'MX' : name === 'exists' ? 'A' : address);
}

async function judgeInclude(domain: string, name: string, text: string, walk: Walk): Promise<SpfAnswer> {
  walk.count.lookups++;
  if (walk.count.lookups > mostLookups) return { kind: 'too-many-lookups' };
  if (name.includes('%')) return { kind: 'unknown', why: `'include:${name}' has a macro` };
  const answer = await recordOf(name, walk);
  if (answer.kind === 'none') return nothingThere(domain, text);
  if (isFatal(answer)) return answer;
  const all = answer.kind === 'covered' ? answer.all : undefined;
  if (isWanted(name, walk.wanted)) return { kind: 'covered', by: text, at: domain, all };
  // RFC 7208 §5.2: what an include does not pass, the record around it goes on to judge.
  return answer.kind === 'covered' || answer.kind === 'unknown' ? answer : { kind: 'not-covered' };
}

function judgeNetwork(domain: string, text: string, cidr: string, { open }: Walk): SpfAnswer {
  // RFC 7208 §5.6: bits right of the prefix do not count.
  const network = parseNetwork(networkAround(cidr) ?? cidr);
  if (network === undefined || open.size === 0) return { kind: 'not-covered' };
  for (const wanted of open) {
    const inner = parseNetwork(wanted);
    if (inner === undefined || inner.prefixLength < network.prefixLength) continue;
    if (networkContains(network, formatNetwork(inner).split('/')[0] ?? '')) open.delete(wanted);
  }
  return open.size === 0 ? { kind: 'covered', by: text, at: domain, all: undefined } : { kind: 'not-covered' };
}
