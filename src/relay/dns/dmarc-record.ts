import { readTagList } from './tag-list.js';

/** What the TXT records of `_dmarc.<domain>` say. `why` completes "the record …". */
export type DmarcAnswer =
  | { readonly kind: 'policy'; readonly policy: string; readonly subdomains: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'several' }
  | { readonly kind: 'broken'; readonly why: string };

/**
 * Judges them by RFC 7489 §6.3, §6.4 and §6.6.3: `v` comes first and its value is exactly `DMARC1`; white space around the
 * equals sign does not count.
 */
export function judgeDmarc(texts: readonly string[]): DmarcAnswer {
  const [text, ...others] = texts.filter((one) => /^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|\\;|$)/.test(one));
  if (text === undefined) return almost(texts);
  if (others.length > 0) return { kind: 'several' };
  const list = readTagList(text);
  if (list.kind === 'broken') return list;
  const policy = list.tags.get('p')?.toLowerCase();
  if (policy === undefined || !/^(?:none|quarantine|reject)$/.test(policy))
    return broken(policy === undefined ? 'has no p=' : `has p=${policy}, which is not none, quarantine or reject`);
  const addresses = ['rua', 'ruf'].flatMap((tag) => list.tags.get(tag)?.split(',') ?? []);
  if (!addresses.every((one) => /^\s*[a-z][a-z0-9+.-]*:/i.test(one)))
    return broken('has a report address without mailto:, so no reports are sent');
  const subdomains = list.tags.get('sp')?.toLowerCase() ?? policy;
  return { kind: 'policy', policy, subdomains };
}

/** Texts that were meant to be one, and that receivers discard. */
function almost(texts: readonly string[]): DmarcAnswer {
  const text = texts.find((one) => /v\s*=\s*DMARC/i.test(one));
  if (text === undefined) return { kind: 'none' };
  if (/^\s*["'“”]/.test(text)) return broken('contains quotation marks, so receivers ignore it');
  if (/^\s/.test(text)) return broken('starts with a space, so receivers ignore it');
  if (/^v\s*=\s*DMARC1\b/i.test(text) && !/^v\s*=\s*DMARC1/.test(text))
    return broken('has v=DMARC1 in the wrong case, so receivers ignore it');
  return broken('does not start with "v=DMARC1;", so receivers ignore it');
}

function broken(why: string): DmarcAnswer {
  return { kind: 'broken', why };
}
