import type { Paint, View } from '../../commands/command.js';
import { describeMatch } from '../../relay/describe.js';
import type { Rule, Share, VirtualSender } from '../../relay/virtual-sender.js';
import { safeText } from '../../safe-text.js';
import { renderJson } from '../json.js';
import { overridesText, virtualJson } from '../rules.js';

export const virtualShowView: View<VirtualSender> = {
  human: ({ name, account, rules }, { paint }) => {
    const title = `${paint.bold(safeText(name))} (account ${account})`;
    if (rules.length === 0)
      return `${title}\n└─ no rules yet; add one with: akrelay virtual attach ${safeText(name)} <sender>\n`;
    const branches = rules.flatMap((rule, i) => branch(rule, i, i === rules.length - 1 ? 'last' : 'more', paint));
    return [title, ...branches].map((line) => `${line}\n`).join('');
  },
  json: (virtualSender) => renderJson('virtual-show@1', { virtualSender: virtualJson(virtualSender) }),
};

function branch(rule: Rule, index: number, place: 'more' | 'last', paint: Paint): string[] {
  const stem = place === 'last' ? '   ' : '│  ';
  const title = `${place === 'last' ? '└─ ' : '├─ '}${index + 1}. ${paint.cyan(safeText(describeMatch(rule.match)))}`;
  const leaves = rule.senders.map(
    (share, i) => `${stem}${i === rule.senders.length - 1 ? '└─ ' : '├─ '}${leaf(share, paint)}`,
  );
  return [title, ...(leaves.length > 0 ? leaves : [`${stem}└─ no senders`])];
}

function leaf(share: Share, paint: Paint): string {
  const overrides = overridesText(share);
  const text = `${String(share.percent).padStart(3)} %  ${safeText(share.sender)}`;
  return overrides === '' ? text : `${text}  ${paint.dim(safeText(overrides))}`;
}
