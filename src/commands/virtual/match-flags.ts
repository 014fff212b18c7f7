import type { Command } from 'commander';
import { usageError } from '../../errors.js';
import type { RuleMatch } from '../../relay/virtual-sender.js';
import { domain } from '../mail-words.js';
import { platformNumber, readOption } from '../words.js';

/** Declares the flags that name a rule by its condition. */
export function declareMatchFlags(command: Command): void {
  command
    .option('--from-domain <domain>', 'use the rule for this From domain')
    .option('--to-domain <domain>', 'use the rule for this recipient domain')
    .option('--group <n>', 'use the rule for this group');
}

/** The rule that the flags name; undefined when they name none. Throws a usage error for two conditions. */
export function matchOf(options: Readonly<Record<string, unknown>>): RuleMatch | undefined {
  const fromDomain = readOption(domain, '--from-domain', options['fromDomain']);
  const toDomain = readOption(domain, '--to-domain', options['toDomain']);
  const group = readOption(platformNumber, '--group', options['group']);
  const matches: RuleMatch[] = [
    ...(fromDomain === undefined ? [] : [{ kind: 'from-domain' as const, domain: fromDomain }]),
    ...(toDomain === undefined ? [] : [{ kind: 'to-domain' as const, domain: toDomain }]),
    ...(group === undefined ? [] : [{ kind: 'group' as const, group }]),
  ];
  if (matches.length > 1)
    throw usageError(
      'A rule has one condition: --from-domain, --to-domain or --group.',
      'Give one of them, or none for the default rule.',
    );
  return matches[0];
}
