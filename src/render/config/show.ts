import { widthOf } from '../../cells.js';
import type { Paint, View } from '../../commands/command.js';
import type { ConfigShowResult } from '../../commands/config/show.js';
import type { Origin, ResolvedValue } from '../../config/resolve.js';
import { safeText } from '../../safe-text.js';
import { renderJson } from '../json.js';
import { plainPaint } from '../plain-paint.js';
import { yamlScalar } from '../yaml-text.js';

export const configShowView: View<ConfigShowResult> = {
  human: (result, { paint }) => (result.show === 'file' ? asItStands(result.text) : resolvedText(result, paint)),
  yaml: (result) => (result.show === 'file' ? asItStands(result.text) : resolvedText(result, plainPaint)),
  json: ({ path, file, environment, resolved }) =>
    renderJson('config-show@1', {
      path,
      environment: environment ?? null,
      config: data(resolved),
      origins: originsOf(resolved, '').map(([key, origin]) => ({ key, ...originJson(origin, file) })),
    }),
};

/** Line ends and tabs of the file are its own; whatever else steers a terminal is spelled out. */
function asItStands(text: string): string {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const shown = lines.map((line) => line.split('\t').map(safeText).join('\t')).join('\n');
  return shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`;
}

/** A line of YAML and what is said about it. */
interface Line {
  readonly text: string;
  readonly origin: Origin | undefined;
}

function resolvedText({ resolved, file }: ConfigShowResult, paint: Paint): string {
  const lines = blockLines(resolved, '');
  const width = lines.reduce((widest, { text }) => Math.min(60, Math.max(widest, widthOf(text))), 0);
  return lines
    .map(({ text, origin }) => {
      const gap = ' '.repeat(Math.max(0, width - widthOf(text)) + 2);
      return origin === undefined
        ? `${text}\n`
        : `${text}${gap}${paint.dim(`# ${safeText(originText(origin, file))}`)}\n`;
    })
    .join('');
}

function originText(origin: Origin, file: string): string {
  return origin.kind === 'file' ? `${file}:${origin.line}` : `preset ${origin.preset}`;
}

function originJson(origin: Origin, file: string): object {
  return origin.kind === 'file'
    ? { file, line: origin.line, preset: null }
    : { file: null, line: null, preset: origin.preset };
}

function blockLines(value: ResolvedValue, indent: string): Line[] {
  if (value.kind === 'scalar') return [{ text: `${indent}${scalarText(value)}`, origin: value.origin }];
  if (value.kind === 'list')
    return value.items.flatMap((item) => {
      const [first, ...more] = blockLines(item, `${indent}  `);
      return first === undefined ? [] : [{ ...first, text: `${indent}- ${first.text.trimStart()}` }, ...more];
    });
  return value.entries.flatMap(({ key, value: held }) => entryLines(yamlScalar(key), held, indent));
}

function entryLines(key: string, value: ResolvedValue, indent: string): Line[] {
  if (value.kind === 'scalar') return [{ text: `${indent}${key}: ${scalarText(value)}`, origin: value.origin }];
  const lines = blockLines(value, `${indent}  `);
  if (lines.length === 0)
    return [{ text: `${indent}${key}: ${value.kind === 'list' ? '[]' : '{}'}`, origin: undefined }];
  return [{ text: `${indent}${key}:`, origin: undefined }, ...lines];
}

function scalarText({ text, type }: Extract<ResolvedValue, { readonly kind: 'scalar' }>): string {
  return type === 'text' ? yamlScalar(text) : text;
}

function data(value: ResolvedValue): unknown {
  if (value.kind === 'list') return value.items.map(data);
  if (value.kind === 'map') return Object.fromEntries(value.entries.map(({ key, value: held }) => [key, data(held)]));
  return value.type === 'text' ? value.text : JSON.parse(value.text);
}

function originsOf(value: ResolvedValue, at: string): (readonly [string, Origin])[] {
  if (value.kind === 'scalar') return [[at, value.origin]];
  if (value.kind === 'list') return value.items.flatMap((item, i) => originsOf(item, `${at}[${i}]`));
  return value.entries.flatMap(({ key, value: held }) => originsOf(held, at === '' ? key : `${at}.${key}`));
}
