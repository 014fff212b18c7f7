import { xmlText } from '../escapes.js';
import type { Markup } from './markup.js';
import { baseStyle } from './style.js';

export interface Page {
  readonly title: string;
  /** CSS of our own, for what the base style does not know. */
  readonly style: string;
  readonly body: readonly Markup[];
}

/**
 * A page that needs nothing else: no script, nothing loaded, one style whose hash the policy names (CSP Level 3 §6.7). What a stranger might
 * smuggle in would neither run nor load.
 */
export async function pageOf({ title, style, body }: Page): Promise<string> {
  const css = `${baseStyle}${style}`;
  const policy = `default-src 'none'; style-src 'sha256-${await digest(css)}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${xmlText(title)}</title>`,
    `<style>${css}</style>`,
    '</head>',
    '<body>',
    ...body.map(({ html }) => html),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** SHA-256 in base64. */
async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
