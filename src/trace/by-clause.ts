import type { HopBy, Span } from './hop.js';
import { normaliseHost } from './host-name.js';
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
  const comments = tokens.filter(({ kind }) => kind === 'comment').map((comment) => readByComment(body, comment));
  const literal = second?.kind === 'literal' ? addressAt(second)?.address : undefined;
  return {
    by: {
      name: text ? (own?.address ?? normaliseHost(text)) : undefined,
      address: comments[0]?.address ?? literal ?? own?.address,
      software: comments.find(({ software }) => software !== undefined)?.software,
    },
    span: token && { start: token.start, end: token.end },
  };
}

/** Without angle brackets, a trailing comma, or a port. */
function bareName(text: string): string {
  const bare = text.slice(0, 1024).replace(/^<|[>,]$/g, '');
  return /^[^:]+:\d{1,5}$/.test(bare) ? bare.slice(0, bare.indexOf(':')) : bare;
}

/** A comment of a `by` clause names the writer's own address, `(10.0.0.1)` or `(mx [10.0.0.1])`, or its software. */
function readByComment(body: string, comment: Token): { readonly address?: string; readonly software?: string } {
  const { name, addresses } = readComment(body, comment);
  const text = comment.text.slice(1, -1).replace(/\s+/g, ' ').trim();
  const words = text.split(' ').length;
  const address = addresses[0]?.address;
  if (address !== undefined && words <= (name ? 2 : 1)) return { address };
  return text === '' || /^envelope-/i.test(text) ? {} : { software: text };
}
