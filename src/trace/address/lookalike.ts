import { isVisibleAscii, normaliseHost } from './host-name.js';

/**
 * Whether a name that is not the relay's could be taken for it: it holds the relay's domain in another place, differs
 * from it by a letter, or hides other characters after it. For the wording of a refusal only.
 */
export function lookalikesOf(patterns: readonly string[]): (name: string) => boolean {
  const all = patterns.map((pattern) => skeleton(lastTwoLabels(pattern.toLowerCase())));
  const domains = [...new Set(all)].filter((domain) => domain.length >= 4);
  return (name) => {
    const text = normaliseHost(name);
    const plain = decoded(text);
    const folded = lastTwoLabels(skeleton(text));
    return domains.some(
      (domain) => plain.includes(domain) || isALetterOff(folded, domain) || isPunycodeOf(text, domain),
    );
  };
}

function lastTwoLabels(name: string): string {
  return name.slice(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
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
  if (!name.includes('xn--')) return false;
  const [wanted = ''] = domain.split('.');
  return name.split('.').some((label) => {
    const kept = /^xn--(.+)-[a-z0-9]+$/.exec(label)?.[1];
    return kept !== undefined && isALetterOff(kept, wanted);
  });
}

/** Whether a letter more, less or other makes one text of the other; also of equal ones. */
function isALetterOff(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}
