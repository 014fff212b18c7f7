import { wrapped } from '../../cells.js';
import type { Paint, RenderContext, View } from '../../commands/command.js';
import type { SenderPresetsResult } from '../../commands/sender/presets.js';
import type { Fact, FormField, Preset } from '../../presets/index.js';
import { renderJson } from '../json.js';

type NamedFact = readonly [name: string, fact: Fact<unknown>];

export const senderPresetsView: View<SenderPresetsResult> = {
  human: ({ presets }, context) =>
    [...presets.map((preset) => presetText(preset, context)), ...wrapped(meaning, context.columns)]
      .join('\n')
      .concat('\n'),
  json: ({ presets }) => renderJson('sender-presets@1', { presets: presets.map(presetJson) }),
};

const meaning =
  'documented = published by the provider or Altcraft; inferred = interpreted or chosen by akrelay; unknown = ' +
  'not published. The date says when the value was last compared with its source. ' +
  'To see what a relay really offers, run akrelay check.';

function factsOf({ relay, webhook, path, spf }: Preset): NamedFact[] {
  return [
    ['host', relay.host],
    ['port', relay.port],
    ['tls', relay.tls],
    ['auth', relay.auth],
    ['webhook', webhook.enabled],
    ['gateway', webhook.gateway],
    ...(path === undefined
      ? []
      : ([
          ['path hosts', path.hosts],
          ['path networks', path.networks],
        ] as const)),
    ['spf include', spf],
  ];
}

function presetText(preset: Preset, { paint, columns }: RenderContext): string {
  const title = wrapped(`${preset.id} (${preset.title}): ${preset.summary}`, columns).map(paint.bold);
  const noPath = '  path hosts     unknown     set by each sender; see akrelay help file';
  return [
    ...title,
    ...factsOf(preset).flatMap((fact) => factLines(fact, paint, columns)),
    ...(preset.path === undefined ? [noPath] : []),
    '',
  ].join('\n');
}

/** `host  documented  smtp.example.com`, and below it where the value comes from. */
function factLines([name, fact]: NamedFact, paint: Paint, columns: number | undefined): string[] {
  const indent = ' '.repeat(17);
  const source = wrapped(`${fact.source}; ${fact.verified}`, columns && columns - indent.length);
  const value = fact.value === undefined ? '' : `  ${valueText(fact)}`;
  return [
    `  ${name.padEnd(15)}${labelText(fact, paint)}${value}`.trimEnd(),
    ...source.map((line) => paint.dim(`${indent}${line}`)),
  ];
}

function valueText({ value }: Fact<unknown>): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function labelText({ label }: Fact<unknown>, paint: Paint): string {
  const padded = label.padEnd(10);
  return label === 'documented' ? paint.green(padded) : paint.yellow(padded);
}

function presetJson(preset: Preset) {
  const { id, title, summary, relay, webhook, path, spf, form } = preset;
  return {
    id,
    title,
    summary,
    relay: factsJson(relay),
    webhook: factsJson(webhook),
    path: path === undefined ? null : factsJson(path),
    ...factsJson({ spf }),
    form: form.map(fieldJson),
  };
}

function factsJson(facts: Readonly<Record<string, Fact<unknown>>>) {
  return Object.fromEntries(
    Object.entries(facts).map(([name, { value, label, source, verified }]) => [
      name,
      { value: value ?? null, label, source, verified },
    ]),
  );
}

function fieldJson(field: FormField) {
  return { ...field, default: field.default ?? null };
}
