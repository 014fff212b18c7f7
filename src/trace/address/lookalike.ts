import { isVisibleAscii, normaliseHost } from './host-name.js';

/**
 * Whether a name that is not the relay's could be taken for it: it holds the relay's domain in another place, differs
 * from it by a letter, or hides other characters behind it. For the wording of a refusal only.
 */
export function looksLike(name: string, patterns: readonly string[]): boolean {
  const text = normaliseHost(name).slice(0, 300);
  return patterns.some((pattern) => resembles(text, pattern));
}

function resembles(name: string, pattern: string): boolean {
  const labels = pattern.replace(/^\*\./, '').toLowerCase().split('.');
  const domain = labels.slice(-2).join('.');
  if (domain.length < 4) return false;
  if (name.includes(domain) || decoded(name).includes(domain)) return true;
  const folded = skeleton(name).split('.').slice(-2).join('.');
  return distance(folded, skeleton(domain)) <= 1 || (labels.length > 2 && isPunycodeOf(name, domain));
}

/** `=2E` and the like of an encoded-word, which is never decoded for comparing (RFC 2047 §5). */
function decoded(name: string): string {
  return name.startsWith('=?') ? name.replaceAll(/=2e/gi, '.') : name;
}

/** Letters that are not ASCII become `?`; what cannot be seen goes. */
function skeleton(name: string): string {
  if (isVisibleAscii(name)) return name;
  const visible = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '');
  return visible.replaceAll('\u3002', '.').replace(/[^\x21-\x7e]/g, '?');
}

/** An A-label keeps the ASCII letters of its name: `xn--snds-y6d` of `sndsу`. */
function isPunycodeOf(name: string, domain: string): boolean {
  const wanted = domain.split('.')[0] ?? '';
  return name.split('.').some((label) => {
    const kept = /^xn--(.+)-[a-z0-9]+$/.exec(label)?.[1];
    return kept !== undefined && kept.length >= 3 && distance(kept, wanted) <= 1;
  });
}

/** Levenshtein distance of two short strings; 9 when their lengths alone differ by more than one. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 1 || a.length > 64) return 9;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 9;
}
