import { describeMatch } from '../../relay/describe.js';
import type { Rule, RuleMatch } from '../../relay/virtual-sender.js';
import type { Prompts } from '../../world/world.js';
import { askWord } from '../ask-word.js';
import { domain } from '../mail-words.js';
import { platformNumber } from '../words.js';

type NewRule = 'to-domain' | 'from-domain' | 'group';

/** Which of the rules that there are. */
export async function askRule(rules: readonly Rule[], prompts: Prompts): Promise<RuleMatch> {
  const index = await prompts.choice({ message: 'Which rule?', choices: rules.map(choiceOf) });
  return rules[Number(index)]?.match ?? { kind: 'default' };
}

/** Which rule, or a new one; the default rule is last and is what Enter takes. */
export async function askRuleOrNew(rules: readonly Rule[], prompts: Prompts): Promise<RuleMatch> {
  const others = rules.flatMap((rule, i) => (rule.match.kind === 'default' ? [] : [choiceOf(rule, i)]));
  const chosen = await prompts.choice<string>({
    message: 'Which rule?',
    choices: [
      { value: 'default', label: describeMatch({ kind: 'default' }) },
      ...others,
      { value: 'to-domain', label: 'a new rule for a recipient domain' },
      { value: 'from-domain', label: 'a new rule for a From domain' },
      { value: 'group', label: 'a new rule for a group' },
    ],
  });
  if (chosen === 'default') return { kind: 'default' };
  if (chosen !== 'to-domain' && chosen !== 'from-domain' && chosen !== 'group')
    return rules[Number(chosen)]?.match ?? { kind: 'default' };
  return askNewRule(chosen, prompts);
}

async function askNewRule(kind: NewRule, prompts: Prompts): Promise<RuleMatch> {
  if (kind === 'group') return { kind, group: await askWord('Group number', platformNumber, prompts) };
  const message = kind === 'to-domain' ? 'Recipient domain' : 'From domain';
  return { kind, domain: await askWord(message, domain, prompts) };
}

function choiceOf({ match, senders }: Rule, index: number): { value: string; label: string; echo: string } {
  const shares = senders.map(({ sender, percent }) => `${sender} ${percent}`).join(', ');
  return { value: String(index), label: `${describeMatch(match)}  ${shares}`, echo: describeMatch(match) };
}
