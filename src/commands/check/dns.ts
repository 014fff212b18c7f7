import { presets } from '../../presets/index.js';
import type { CheckStep } from '../../relay/check-step.js';
import type { LookUpText } from '../../relay/dns-text.js';
import type { RelaySender } from '../../relay/sender.js';
import { evaluateSpf, type SpfWanted } from '../../relay/spf.js';
import { skipped, step } from './step.js';

export interface MailDomain {
  /** Of the From address; undefined when none is known. */
  readonly domain: string | undefined;
  readonly selector: string | undefined;
}

/** What the DNS of the From domain says about mail through this relay. */
export async function dnsSteps(
  sender: RelaySender,
  { domain, selector }: MailDomain,
  lookUp: LookUpText,
): Promise<CheckStep[]> {
  if (domain === undefined) {
    const more = { fix: 'name the sender address: --from user@example.com, or test.from in the config' };
    return (['spf', 'dkim', 'dmarc'] as const).map((id) =>
      step(id, 'unknown', 'no From domain is known', undefined, more),
    );
  }
  return [
    await spfStep(sender, domain, lookUp),
    await dkimStep(domain, selector, lookUp),
    await dmarcStep(domain, lookUp),
  ];
}

async function spfStep({ provider, path }: RelaySender, domain: string, lookUp: LookUpText): Promise<CheckStep> {
  const { spf, title } = presets[provider];
  const wanted: SpfWanted = { include: spf.value, networks: path?.networks ?? [] };
  const { answer, lookups } = await evaluateSpf(domain, wanted, lookUp);
  const add =
    spf.value === undefined ? 'add what the relay documents' : `add include:${spf.value} to the record of ${domain}`;
  const fail = (evidence: string, finding: string, fix: string): CheckStep =>
    step('spf', 'fail', evidence, undefined, { finding, fix });
  switch (answer.kind) {
    case 'covered':
      return step('spf', 'pass', `${answer.by} in the record of ${answer.at} (${counted(lookups)})`);
    case 'none':
      return fail(`${domain} has no SPF record`, 'spf-missing', add);
    case 'several':
      return fail(`${domain} has several SPF records, which counts as none`, 'spf-broken', 'make one record of them');
    case 'too-many-lookups':
      return fail(
        `the record of ${domain} needs more than 10 look-ups, which counts as none`,
        'spf-broken',
        'take includes out that are not used',
      );
    case 'unknown':
      return step('spf', 'unknown', answer.why);
    case 'not-covered':
      return wanted.include === undefined && wanted.networks.length === 0
        ? step('spf', 'unknown', `what ${title} needs in SPF is not published, and the sender has no path.networks`)
        : fail(`the record of ${domain} does not cover this relay (${counted(lookups)})`, 'spf-not-covered', add);
  }
}

function counted(lookups: number): string {
  return lookups === 1 ? '1 look-up' : `${lookups} look-ups`;
}

async function dkimStep(domain: string, selector: string | undefined, lookUp: LookUpText): Promise<CheckStep> {
  if (selector === undefined) return skipped('dkim', 'no selector is known: name it with --selector');
  const name = `${selector}._domainkey.${domain}`;
  const found = await lookUp(name);
  if (found.kind === 'failed') return step('dkim', 'unknown', `the name server ${found.why} for ${name}`);
  const keys = (found.kind === 'none' ? [] : found.texts)
    .map((text) => tagsOf(text).get('p'))
    .filter((key) => key !== undefined);
  if (keys.length === 0)
    return step('dkim', 'fail', `${name} has no key`, undefined, {
      finding: 'dkim-missing',
      fix: 'publish the record that the relay shows for this domain, and check the selector',
    });
  // RFC 6376 §3.6.1: an empty key is a revoked one.
  return keys.some((key) => key !== '')
    ? step('dkim', 'pass', `${name} has a key`)
    : step('dkim', 'fail', `${name} has an empty key: it is revoked`, undefined, {
        finding: 'dkim-missing',
        fix: 'publish the key that the relay signs with now',
      });
}

/** The record of the domain, else of the domains above it (RFC 7489 §6.6.3, which asks the organisational domain only). */
async function dmarcStep(domain: string, lookUp: LookUpText): Promise<CheckStep> {
  const labels = domain.split('.');
  const places = labels.slice(0, -1).map((_label, i) => labels.slice(i).join('.'));
  for (const place of places) {
    const found = await lookUp(`_dmarc.${place}`);
    if (found.kind === 'failed') return step('dmarc', 'unknown', `the name server ${found.why} for _dmarc.${place}`);
    const records = found.kind === 'none' ? [] : found.texts.filter((text) => /^v=DMARC1(?:[ ;]|$)/i.test(text));
    if (records.length > 0) return dmarcRecord(records, place, domain);
  }
  return step('dmarc', 'warn', `${domain} has no DMARC record`, undefined, {
    finding: 'dmarc-missing',
    fix: `publish _dmarc.${domain}: big mailbox providers ask senders of bulk mail for it`,
  });
}

function dmarcRecord(records: readonly string[], place: string, domain: string): CheckStep {
  const tags = tagsOf(records[0] ?? '');
  const policy = (place === domain ? undefined : tags.get('sp')) ?? tags.get('p');
  if (records.length > 1 || policy === undefined || !/^(none|quarantine|reject)$/i.test(policy))
    return step(
      'dmarc',
      'warn',
      `_dmarc.${place} ${records.length > 1 ? 'has several records' : 'names no policy'}`,
      undefined,
      {
        finding: 'dmarc-broken',
        fix: 'leave one record there: v=DMARC1; p=none; rua=mailto:…',
      },
    );
  return step('dmarc', 'pass', `_dmarc.${place}: ${policy.toLowerCase()}`);
}

/** RFC 6376 §3.2: `name=value;` pairs, with spaces anywhere between. */
function tagsOf(record: string): ReadonlyMap<string, string> {
  const pairs = record.split(';').flatMap((pair) => {
    const [, name, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/s.exec(pair) ?? [];
    return name === undefined ? [] : [[name.toLowerCase(), value ?? ''] as const];
  });
  return new Map(pairs);
}
