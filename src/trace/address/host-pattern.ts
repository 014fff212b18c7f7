import { isHostName, normaliseHost } from './host-name.js';

/** A host pattern, ready for matching. */
export interface HostPattern {
  /** As the user wrote it. */
  readonly text: string;
  readonly matches: (name: string) => boolean;
}

/**
 * Reads `gato#.sndsy.ru`, where `#` stands for one to five digits, or `*.example.net`, where a leading `*.` stands for
 * one or more labels. Anchored at both ends; undefined when the text is no such pattern, so that no pattern is ever
 * wider than its author thought (`*`, `*.ru`, `gato*.sndsy.ru` are refused).
 */
export function parseHostPattern(text: string): HostPattern | undefined {
  const wild = text.startsWith('*.');
  const rest = normaliseHost(wild ? text.slice(2) : text);
  if (!isHostName(rest.replaceAll('#', '0')) || (wild && !rest.includes('.'))) return undefined;
  const body = rest.replaceAll('.', '\\.').replaceAll('#', '\\d{1,5}');
  const expression = new RegExp(`^${wild ? '(?:[a-z0-9_-]{1,63}\\.)+' : ''}${body}\\.?$`, 'i');
  // Hardly any name gets past the expression, which takes letters of ASCII only for their like.
  return { text, matches: (name) => expression.test(name) && isHostName(normaliseHost(name)) };
}
