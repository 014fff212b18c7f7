import type { CheckStep } from '../../relay/check-step.js';
import { judgeDkim } from '../../relay/dns/dkim-record.js';
import { judgeDmarc } from '../../relay/dns/dmarc-record.js';
import type { RelaySender } from '../../relay/sender.js';
import type { Dns } from '../../world/dns/dns.js';
import { spfStep } from './spf-step.js';
import { noAnswerStep, skipped, step } from './step.js';

export interface MailDomain {
  /** Of the From address; undefined when none is known. */
  readonly domain: string | undefined;
  readonly selector: string | undefined;
}

/** What the DNS of the From domain says about mail through this relay. */
export async function dnsSteps(sender: RelaySender, { domain, selector }: MailDomain, dns: Dns): Promise<CheckStep[]> {
  if (domain === undefined) {
    const more = { fix: 'Give the sender address with --from, or set test.from in the config.' };
    return (['spf', 'dkim', 'dmarc'] as const).map((id) =>
      step(id, 'unknown', 'the From domain is not known', undefined, more),
    );
  }
  return [await spfStep(sender, domain, dns), await dkimStep(domain, selector, dns), await dmarcStep(domain, dns)];
}

async function dkimStep(domain: string, selector: string | undefined, { texts, readKey }: Dns): Promise<CheckStep> {
  if (selector === undefined) return skipped('dkim', 'the selector is not known: give it with --selector');
  const name = `${selector}._domainkey.${domain}`;
  const found = await texts(name);
  if (found.kind === 'failed') return noAnswerStep('dkim', name, found);
  const answer = judgeDkim(found.kind === 'none' ? [] : found.texts, readKey);
  const fail = (finding: string, says: string, fix: string): CheckStep =>
    step('dkim', 'fail', `${name} ${says}`, undefined, { finding, fix });
  switch (answer.kind) {
    case 'key':
      return answer.remark === undefined
        ? step('dkim', 'pass', `${name} has ${answer.says}`)
        : step('dkim', 'warn', `${name} has ${answer.says}, but ${answer.remark}`, undefined, {
            finding: 'dkim-broken',
            fix: 'Remove t=y from the record once mail is signed.',
          });
    case 'none':
      return fail(
        'dkim-missing',
        'has no key',
        'Publish the record that the relay gives for this domain, and check the selector.',
      );
    case 'revoked':
      // RFC 6376 §3.6.1.
      return fail('dkim-missing', 'has an empty key, so it is revoked', 'Publish the current key of the relay.');
    case 'several':
      return fail(
        'dkim-broken',
        'has several keys, and receivers may use any of them',
        'Keep the one that the relay gives.',
      );
    case 'broken':
      return fail('dkim-broken', answer.why, 'Publish the record again, exactly as the relay gives it.');
  }
}

/** The record of the domain, else of the domains above it (RFC 7489 §6.6.3, which asks the organisational domain only). */
async function dmarcStep(domain: string, { texts }: Dns): Promise<CheckStep> {
  const labels = domain.split('.');
  const places = labels.slice(0, -1).map((_label, i) => labels.slice(i).join('.'));
  for (const place of places) {
    const name = `_dmarc.${place}`;
    const found = await texts(name);
    if (found.kind === 'failed') return noAnswerStep('dmarc', name, found);
    const answer = judgeDmarc(found.kind === 'none' ? [] : found.texts);
    if (answer.kind === 'none') continue;
    if (answer.kind === 'policy')
      return step('dmarc', 'pass', `${name}: ${place === domain ? answer.policy : answer.subdomains}`);
    const says = answer.kind === 'several' ? 'has several records, so receivers ignore them all' : answer.why;
    return step('dmarc', 'warn', `${name} ${says}`, undefined, {
      finding: 'dmarc-broken',
      fix: 'Keep one record there: v=DMARC1; p=none; rua=mailto:…',
    });
  }
  return step('dmarc', 'warn', `${domain} has no DMARC record`, undefined, {
    finding: 'dmarc-missing',
    fix: `Publish _dmarc.${domain}: large mailbox providers require it for bulk mail.`,
  });
}
