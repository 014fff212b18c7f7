import type { Paint, View } from '../commands/command.js';
import type { RouteResult } from '../commands/route.js';
import { describeMatch } from '../relay/describe.js';
import type { RuleReading } from '../relay/routing.js';
import type { Share } from '../relay/virtual-sender.js';
import { safeText } from '../safe-text.js';
import { renderJson } from './json.js';
import { overridesText, shareJson } from './rules.js';
import { type Column, renderTable } from './table.js';

const sampleHead: readonly Column[] = [
  { title: 'SENDER', width: 'kept' },
  { title: 'SHARE', width: 'kept' },
  { title: 'MESSAGES', width: 'kept' },
];

export const routeView: View<RouteResult> = {
  human: ({ virtual, from, to, group, rules, chosen, sample }, { paint, columns }) => {
    const message = `From ${from} to ${to}${group === undefined ? '' : `, group ${group}`}`;
    const title = `${safeText(message)}, by the rules of ${paint.bold(safeText(virtual))}:`;
    const lines = rules.flatMap((reading) => ruleLines(reading, chosen?.senders ?? [], paint));
    const end = chosen === undefined ? ['No rule matches. What the platform does in this case is not documented.'] : [];
    const drawn =
      sample === undefined
        ? ''
        : `\n${renderTable(
            sampleHead,
            sample.map((row) => [row.sender, `${row.percent} %`, String(row.messages)]),
            columns,
            paint.bold,
          )}`;
    return `${[title, ...lines, ...end].join('\n')}\n${drawn}`;
  },
  json: ({ virtual, from, to, group, rules, chosen, sample }) =>
    renderJson('route@1', {
      virtualSender: virtual,
      from,
      to,
      group: group ?? null,
      rule: rules.find(({ state }) => state === 'matches')?.rule ?? null,
      senders: chosen?.senders.map(shareJson) ?? [],
      rules,
      sample: sample ?? [],
    }),
};

const stateText = { matches: 'matches', 'does-not-match': 'no', 'not-reached': 'not reached' } as const;

function ruleLines({ rule, match, state, why }: RuleReading, senders: readonly Share[], paint: Paint): string[] {
  const text = `${String(rule).padStart(3)}. ${safeText(describeMatch(match))}: ${stateText[state]}, ${safeText(why)}`;
  if (state !== 'matches') return [paint.dim(text)];
  return [
    paint.green(text),
    ...senders.map((share) => `       ${String(share.percent).padStart(3)} %  ${shareText(share)}`),
  ];
}

function shareText(share: Share): string {
  const overrides = overridesText(share);
  return safeText(overrides === '' ? share.sender : `${share.sender}  (${overrides})`);
}
