import { safeJson } from '../safe-text.js';

/** What YAML text is made of here. */
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** Block-style YAML of a value, for reading and for pasting into a config: null members are left out. */
export function yamlText(value: { readonly [key: string]: YamlValue }, indent = ''): string {
  return Object.entries(value)
    .filter(([, member]) => member !== null)
    .map(([key, member]) => `${indent}${key}:${memberText(member, indent)}`)
    .join('');
}

function memberText(member: YamlValue, indent: string): string {
  if (Array.isArray(member)) return ` [${member.map(flowText).join(', ')}]\n`;
  if (isMap(member) && !isReference(member)) return `\n${yamlText(member, `${indent}  `)}`;
  return ` ${flowText(member)}\n`;
}

function flowText(value: YamlValue): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (isMap(value))
    return `{ ${Object.entries(value)
      .map(([key, member]) => `${key}: ${flowText(member)}`)
      .join(', ')} }`;
  return typeof value === 'string' ? yamlScalar(value) : String(value);
}

function isMap(value: YamlValue): value is { readonly [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `{ env: NAME }` is on one line. */
function isReference(value: { readonly [key: string]: YamlValue }): boolean {
  return Object.keys(value).length === 1 && ('env' in value || 'file' in value || 'command' in value);
}

/** Plain where every YAML reader takes it for the same text; else double-quoted, whose escapes are JSON's (YAML 1.2.2 §7.3.1). */
export function yamlScalar(text: string): string {
  const isPlain = /^[A-Za-z][\w./-]*(?::\d+)?$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : safeJson(JSON.stringify(text));
}
