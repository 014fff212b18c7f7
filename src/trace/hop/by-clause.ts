import { normaliseHost } from '../address/host-name.js';
import type { HopBy, Span } from './hop.js';
import { addressAt, readComment } from './tcp-info.js';
import type { Token } from './tokens.js';

/** Reads the tokens of a `by` clause: who wrote the line. */
export function readBy(
  body: string,
  tokens: readonly Token[],
): { readonly by: HopBy; readonly span: Span | undefined } {
  const [first, second] = tokens;
  const token = first && first.kind !== 'comment' ? first : undefined;
  const text = token && bareName(token.text);
  const own = token && addressAt(token);
  let address: string | undefined;
  let software: string | undefined;
  for (const comment of tokens) {
    if (comment.kind !== 'comment') continue;
    const told = readByComment(body, comment);
    address ??= told.address;
    software ??= told.software;
    if (software !== undefined) break;
  }
  const literal = second?.kind === 'literal' ? addressAt(second)?.address : undefined;
  return {
    by: {
      name: text ? (own?.address ?? normaliseHost(text)) : undefined,
      address: address ?? literal ?? own?.address,
      software,
    },
    span: token && { start: token.start, end: token.end },
  };
}

/** Without angle brackets, a trailing comma, or a port. */
function bareName(text: string): string {
  if (/^[\w.-]+$/.test(text)) return text;
  const bare = text.slice(0, 1024).replace(/^<|[>,]$/g, '');
  return /^[^:]+:\d{1,5}$/.test(bare) ? bare.slice(0, bare.indexOf(':')) : bare;
}

/** A comment of a `by` clause names the writer's own address, `(10.0.0.1)` or `(mx [10.0.0.1])`, or its software. */
function readByComment(body: string, comment: Token): { readonly address?: string; readonly software?: string } {
  const inside = comment.text.slice(1, -1);
  const text = /[\t\r\n]| {2}|^ | $/.test(inside) ? inside.replace(/\s+/g, ' ').trim() : inside;
  if (/[.:]/.test(text)) {
    const { name, addresses } = readComment(body, comment);
    const address = addresses[0]?.address;
    if (address !== undefined && text.split(' ', 3).length <= (name ? 2 : 1)) return { address };
  }
  return text === '' || /^envelope-/i.test(text) ? {} : { software: text };
}
