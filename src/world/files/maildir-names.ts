import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Where messages are (https://cr.yp.to/proto/maildir.html). First new, from where a mail program moves them to cur. */
export const maildirParts = ['new', 'cur'] as const;

/** What stays when a message gets flags: they are after a colon; on Windows, where a name has none, after a semicolon or an exclamation mark. */
export function nameWithoutFlags(name: string): string {
  return name.replace(/[:;!]2,[^:;!]*$/, '');
}

/** Where a message of a Maildir is now: a mail program moves it from new to cur and gives it flags. The same place where it is not found. */
export function whereNow(place: string): string {
  const folder = path.dirname(path.dirname(place));
  const own = nameWithoutFlags(path.basename(place));
  for (const part of maildirParts) {
    const name = namesIn(path.join(folder, part)).find((one) => nameWithoutFlags(one) === own);
    if (name !== undefined) return path.join(folder, part, name);
  }
  return place;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
