import type { Paint, RenderContext } from '../../commands/command.js';
import { cautions, explanations, inaccuracy, meanings, measures, nameSources } from '../../events/statistics/index.js';
import { type Column, renderTable } from '../table.js';

const head: readonly Column[] = [
  { title: 'FIGURE', width: 'kept' },
  { title: 'ALTCRAFT', width: 'wraps' },
  { title: 'SENDSAY', width: 'wraps' },
];

/** How the two systems count, by the documentation of both. */
export function statisticsText({ paint, columns }: RenderContext): string {
  const rows = measures.map((measure) => {
    const { title, means } = meanings[measure];
    return [title, means.altcraft, means.sendsay];
  });
  return [
    renderTable(head, rows, columns, paint.bold),
    list('What explains a difference', [...explanations, inaccuracy].map(named), paint),
    list('Cautions', cautions, paint),
    list('Sources of names and API calls', nameSources, paint),
  ].join('\n');
}

/** The same for JSON. */
export function statisticsJson() {
  return {
    figures: measures.map((measure) => ({ measure, ...meanings[measure].means })),
    explanations: [...explanations, inaccuracy].map(({ id, text, source }) => ({ id, text, source })),
    cautions,
    names: nameSources,
  };
}

type Said = Readonly<Record<'text' | 'source', string>>;

function named({ id, text, source }: Said & { readonly id: string }): Said {
  return { text: `${id}: ${text}`, source };
}

function list(title: string, items: readonly Said[], paint: Paint): string {
  const lines = items.map(({ text, source }) => `  - ${text} ${paint.dim(`Source: ${source}.`)}`);
  return [paint.bold(title), ...lines].map((line) => `${line}\n`).join('');
}
