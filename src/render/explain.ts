import type { Paint, View } from '../commands/command.js';
import type { ExplainResult } from '../commands/explain.js';
import type { Cause } from '../relay/causes/index.js';
import { renderJson } from './json.js';
import { statisticsJson, statisticsText } from './stats/explain.js';

export const explainView: View<ExplainResult> = {
  human: ({ causes, asked }, context) => {
    const { paint } = context;
    if (asked === 'statistics') return statisticsText(context);
    return causes.map((cause) => (asked === 'one' ? whole(cause, paint) : line(cause, paint))).join('');
  },
  json: ({ causes, asked }) =>
    renderJson('explain@1', {
      causes: causes.map((cause) => ({ alsoCalled: [], ...cause })),
      ...(asked === 'statistics' ? { statistics: statisticsJson() } : {}),
    }),
};

function line({ id, symptom }: Cause, paint: Paint): string {
  return `${paint.bold(id.padEnd(28))}  ${symptom}\n`;
}

function whole({ id, symptom, causes, fixes, source }: Cause, paint: Paint): string {
  const list = (title: string, items: readonly string[]): string[] => [
    paint.bold(title),
    ...items.map((item) => `  - ${item}`),
  ];
  const lines = [`${paint.bold(id)}: ${symptom}`, '', ...list('Likely causes', causes), '', ...list('Fixes', fixes)];
  return [...lines, '', paint.dim(`Source: ${source}`)].map((text) => `${text}\n`).join('');
}
