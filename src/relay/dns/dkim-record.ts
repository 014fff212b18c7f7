import { readTagList } from './tag-list.js';

/** A public key as a library reads it: undefined if it is not one. */
export type ReadKey = (base64: string) => { readonly kind: string; readonly bits: number | undefined } | undefined;

/** What the TXT records of a selector say. `why` completes "the record …". */
export type DkimAnswer =
  | { readonly kind: 'key'; readonly says: string; readonly remark: string | undefined }
  | { readonly kind: 'revoked' | 'none' | 'several' }
  | { readonly kind: 'broken'; readonly why: string };

/** Judges the records of `<selector>._domainkey.<domain>` (RFC 6376 §3.6.1). Texts that are about something else do not count. */
export function judgeDkim(texts: readonly string[], readKey: ReadKey): DkimAnswer {
  const [text, ...others] = texts.filter((one) => /(?:^|[;\s"'])(?:v\s*=\s*DKIM1|[pk]\s*=)/i.test(one));
  if (text === undefined) return { kind: 'none' };
  // RFC 6376 §3.6.2.2: what a receiver does then is undefined.
  if (others.length > 0) return { kind: 'several' };
  const list = readTagList(text);
  if (list.kind === 'broken') return list;
  const { tags, first } = list;
  const version = tags.get('v');
  if (version !== undefined && (version !== 'DKIM1' || first !== 'v'))
    return broken(version === 'DKIM1' ? 'does not begin with v=DKIM1' : `has v=${version}, which is not DKIM1`);
  const key = tags.get('p')?.replace(/\s/g, '');
  if (key === undefined) return { kind: 'none' };
  return key === '' ? { kind: 'revoked' } : judgeKey(key, tags, readKey);
}

function judgeKey(key: string, tags: ReadonlyMap<string, string>, readKey: ReadKey): DkimAnswer {
  if (/-----/.test(key))
    return broken('has the BEGIN and END lines of a PEM file in p=: use only the text between them');
  const read = /^[A-Za-z0-9+/]+={0,2}$/.test(key) ? readKey(key) : undefined;
  if (read === undefined) return broken('has a p= that is not a public key: it may be truncated');
  const named = tags.get('k')?.toLowerCase() ?? 'rsa';
  if (named !== read.kind) return broken(`has k=${named}, but its key is ${read.kind}`);
  // RFC 8301 §3.2: at least 1024 bits, or no receiver counts it; §3.1: SHA-1 is no longer verified.
  if (read.bits !== undefined && read.bits < 1024)
    return broken(`has a key of ${read.bits} bits, but receivers require at least 1024`);
  const hashes = list(tags.get('h'));
  if (hashes !== undefined && !hashes.includes('sha256'))
    return broken(`allows only h=${tags.get('h')}, but receivers require sha256`);
  const services = list(tags.get('s'));
  if (services !== undefined && !services.some((one) => one === '*' || one === 'email'))
    return broken(`is for s=${tags.get('s')}, not for e-mail`);
  const isTest = list(tags.get('t'))?.includes('y') === true;
  const says = read.bits === undefined ? 'an Ed25519 key' : `an RSA key of ${read.bits} bits`;
  return {
    kind: 'key',
    says,
    remark: isTest ? 'it is marked as a test (t=y), which receivers treat as unsigned' : undefined,
  };
}

/** Words with colons between (RFC 6376 §3.6.1). */
function list(value: string | undefined): readonly string[] | undefined {
  return value?.split(':').map((word) => word.trim().toLowerCase());
}

function broken(why: string): DkimAnswer {
  return { kind: 'broken', why };
}
