/** A path of the envelope, read: local part without quotes and backslashes. */
export interface MailPath {
  readonly local: string;
  readonly domain: string | undefined;
}

/** Reads `local@domain` with a quoted local part or dots and atoms; undefined for what a strict server refuses. */
export function readPath(path: string): MailPath | undefined {
  if (path === '') return { local: '', domain: undefined };
  const quoted = /^"((?:[^"\\]|\\.)*)"@([^@\s]+)$/.exec(path);
  if (quoted) return { local: (quoted[1] ?? '').replace(/\\(.)/g, '$1'), domain: quoted[2] };
  const plain = /^((?:[^\s"(<>,:;@\\[\]]|\\.)+)@([^@\s]+)$/.exec(path);
  return plain ? { local: (plain[1] ?? '').replace(/\\(.)/g, '$1'), domain: plain[2] } : undefined;
}

const atoms = /^[^\s"(),:;<>@[\\\]]+$/;

/** RFC 5321 §4.1.2: quotes where they are needed and nowhere else. */
export function quotedPath({ local, domain }: MailPath): string {
  if (domain === undefined) return local;
  const isPlain = atoms.test(local) && !/^\.|\.\.|\.$/.test(local);
  return `${isPlain ? local : `"${local.replace(/["\\]/g, '\\$&')}"`}@${domain}`;
}
