import { hostname } from 'node:os';
import path from 'node:path';

let written = 0;

/** A name next to the target that no other process uses. `temporaryOwner` reads its writer back. */
export function temporaryName(target: string): string {
  written += 1;
  const unique = `${hostWord()}-${process.pid}-${Date.now().toString(36)}-${written}`;
  return path.join(path.dirname(target), `${hiddenName(target)}.${unique}.tmp`);
}

/** The target's name with one dot before it. */
export function hiddenName(target: string): string {
  return `.${path.basename(target).replace(/^\./, '')}`;
}

/** This machine's name as a file name may hold it; a folder may be shared by several. */
function hostWord(): string {
  return hostname()
    .replace(/[^\w.-]/g, '_')
    .slice(0, 64);
}

/** The process of this machine that wrote a temporary file for the target or its lock; undefined for any other file. */
export function temporaryOwner(target: string, name: string): number | undefined {
  const hidden = hiddenName(target);
  if (!name.startsWith(`${hidden}.`)) return undefined;
  const [, host, pid] = /^(?:lock\.)?(.+)-(\d+)-[0-9a-z]+-\d+\.tmp$/.exec(name.slice(hidden.length + 1)) ?? [];
  return host === hostWord() ? Number(pid) : undefined;
}
