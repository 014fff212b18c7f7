/** A tag list (RFC 6376 §3.2), as DKIM keys and DMARC records are; or what is wrong with it, in words that complete "the record …". */
export type TagList =
  | { readonly kind: 'read'; readonly tags: ReadonlyMap<string, string>; readonly first: string }
  | { readonly kind: 'broken'; readonly why: string };

/** Reads `name = value; name = value`, with white space around each part. Names are kept as written: they are case-sensitive. */
export function readTagList(text: string): TagList {
  if (/\\[;"]/.test(text)) return broken('contains backslashes from a zone file');
  if (/^\s*["'“”]/.test(text)) return broken('contains quotation marks from a zone file');
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    if (part.trim() === '') continue;
    const [, name, value = ''] = /^\s*([A-Za-z]\w*)\s*=\s*(.*?)\s*$/s.exec(part) ?? [];
    if (name === undefined) return broken(`has a part that is not name=value: '${part.trim().slice(0, 40)}'`);
    if (tags.has(name)) return broken(`has ${name}= twice`);
    tags.set(name, value);
  }
  return { kind: 'read', tags, first: tags.keys().next().value ?? '' };
}

function broken(why: string): TagList {
  return { kind: 'broken', why };
}
