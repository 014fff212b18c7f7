import { presets } from '../../presets/index.js';
import type { CheckStep } from '../../relay/check-step.js';
import type { LookUps } from '../../relay/dns-text.js';
import type { RelaySender } from '../../relay/sender.js';
import { evaluateSpf, type SpfAnswer, type SpfWanted } from '../../relay/spf.js';
import { noAnswerStep, step } from './step.js';

/** Whether the SPF record of the domain lets mail through this relay pass. */
export async function spfStep(sender: RelaySender, domain: string, lookUp: LookUps): Promise<CheckStep> {
  const { spf } = presets[sender.provider];
  const wanted: SpfWanted = { include: spf.value, networks: sender.path?.networks ?? [] };
  const { answer, lookups } = await evaluateSpf(domain, wanted, lookUp);
  return stepOf(answer, { sender, domain, wanted, counted: lookups === 1 ? '1 look-up' : `${lookups} look-ups` });
}

interface Asked {
  readonly sender: RelaySender;
  readonly domain: string;
  readonly wanted: SpfWanted;
  readonly counted: string;
}

function stepOf(answer: SpfAnswer, { sender, domain, wanted, counted }: Asked): CheckStep {
  const { include } = wanted;
  switch (answer.kind) {
    case 'covered':
      return covered(answer, counted);
    case 'denied':
      return notCovered(`${answer.by} in the record of ${answer.at} comes first and does not pass`, {
        fix: `Write ${answer.by.replace(/^[?~-]/, '')} instead.`,
      });
    case 'behind-all':
      return notCovered(`${answer.by} comes after "all" in the record of ${domain}, where receivers ignore it`, {
        fix: `Move ${answer.by} before "all".`,
      });
    case 'none':
      return answer.almost === undefined ? missing(domain, include) : almost(domain, answer.almost);
    case 'several':
      return broken(
        `${answer.at} has several SPF records, and receivers reject them all (permerror)`,
        answer.at === domain ? 'Merge them into one record.' : elsewhere(answer.at),
      );
    case 'broken':
      return broken(
        `'${answer.term}' in the record of ${answer.at} ${answer.why}; receivers reject the whole record (permerror)`,
        answer.at === domain ? 'Correct that term; the rest is fine.' : elsewhere(answer.at),
      );
    case 'too-many-lookups':
      return broken(
        `the record of ${domain} needs more than 10 DNS lookups, and receivers reject it (permerror)`,
        'Remove includes that are not used.',
      );
    case 'too-many-void':
      return broken(
        `the record of ${domain} has more than 2 terms whose name has no record (${answer.terms.join(', ')}), and receivers reject it (permerror)`,
        'Remove these terms.',
      );
    case 'no-answer':
      return noAnswerStep('spf', answer.at, answer.failure);
    case 'unknown':
      return step('spf', 'unknown', answer.why);
    case 'not-covered':
      if (answer.ignored !== undefined)
        return notCovered(`receivers ignore '${answer.ignored}' in the record of ${domain} (${counted})`, {
          fix: `Write it with a colon: ${answer.ignored.replace('=', ':')}`,
        });
      if (include === undefined && wanted.networks.length === 0)
        return step(
          'spf',
          'unknown',
          `the SPF terms for ${presets[sender.provider].title} are not published, and the sender has no path.networks`,
        );
      return notCovered(`the record of ${domain} does not cover this relay (${counted})`, {
        fix: `Add ${include === undefined ? 'what the relay documents' : `include:${include}`} to the record of ${domain}, before "all".`,
      });
  }
}

function covered({ by, at, all }: Extract<SpfAnswer, { kind: 'covered' }>, counted: string): CheckStep {
  if (all === undefined) return step('spf', 'pass', `${by} in the record of ${at} (${counted})`);
  return step('spf', 'warn', `the record of ${all} ends with +all: any machine may send for it`, undefined, {
    finding: 'spf-allows-all',
    fix: 'End it with ~all or -all; receivers distrust +all.',
  });
}

function missing(domain: string, include: string | undefined): CheckStep {
  const fix =
    include === undefined
      ? `Publish one TXT record for ${domain} with what the relay documents.`
      : `Publish one TXT record for ${domain}: v=spf1 include:${include} ~all`;
  return step('spf', 'fail', `${domain} has no SPF record`, undefined, { finding: 'spf-missing', fix });
}

function almost(domain: string, { text, why }: { readonly text: string; readonly why: string }): CheckStep {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return broken(
    `the TXT record of ${domain} ${why}, so receivers ignore it: ${shown}`,
    'Correct that record; do not add a second one.',
  );
}

function notCovered(evidence: string, more: { readonly fix: string }): CheckStep {
  return step('spf', 'fail', evidence, undefined, { finding: 'spf-not-covered', ...more });
}

function broken(evidence: string, fix: string): CheckStep {
  return step('spf', 'fail', evidence, undefined, { finding: 'spf-broken', fix });
}

function elsewhere(at: string): string {
  return `Remove the term that leads to ${at}, or tell its owner.`;
}
