import { error, type Finding, warning } from './problem.js';
import { isNothing, textAt, type Value, valueAt } from './tree.js';
import { offsetOf } from './tree-offsets.js';
import { textsOf } from './whole-parts.js';

/** By type: the keys that it needs, and those that it may have besides name and type. */
const keysOf: Readonly<Record<string, { readonly needed: readonly string[]; readonly allowed: readonly string[] }>> = {
  imap: {
    needed: ['host', 'username', 'password'],
    allowed: ['host', 'tls', 'auth', 'username', 'password', 'tlsName', 'ca', 'folders'],
  },
  maildir: { needed: ['path'], allowed: ['path', 'folders'] },
  mbox: { needed: ['path'], allowed: ['path'] },
  mailpit: { needed: ['url'], allowed: ['url', 'username', 'password', 'tlsName', 'ca'] },
};

/** The rules of `mailboxes:`. */
export function checkMailboxes(items: readonly Value[]): Finding[] {
  return [...items.flatMap((item) => [...keys(item), ...clearText(item), ...unreplaced(item)]), ...duplicates(items)];
}

function keys(item: Value): Finding[] {
  const type = textAt(item, 'type') ?? '';
  const name = textAt(item, 'name') ?? '';
  const { needed, allowed } = keysOf[type] ?? {};
  if (needed === undefined || item.kind !== 'map') return [];
  const missing = needed
    .filter((key) => isNothing(valueAt(item, key)))
    .map((key) =>
      error('mailbox/key-missing', offsetOf(item), `mailbox '${name}' of type ${type} has no ${key}`, adds[key] ?? ''),
    );
  const useless = item.entries
    .filter(({ key, value }) => !['name', 'type', ...(allowed ?? [])].includes(key) && !isNothing(value))
    .map(({ key, value }) =>
      error(
        'mailbox/key-of-another-type',
        offsetOf(value),
        `mailbox '${name}' has type ${type}, which has no ${key}`,
        `Remove ${key}, or change the type.`,
      ),
    );
  return [...missing, ...useless];
}

const adds: Readonly<Record<string, string>> = {
  host: "Add 'host: imap.example.net:993'.",
  username: "Add 'username: { env: NAME }'.",
  password: "Add 'password: { env: NAME }'.",
  path: "Add 'path: …', relative to this config.",
  url: "Add 'url: http://127.0.0.1:8025'.",
};

function clearText(item: Value): Finding[] {
  const tls = valueAt(item, 'tls');
  if (textAt(item, 'type') !== 'imap' || textAt(item, 'tls') !== 'none' || tls === undefined) return [];
  const message = `mailbox '${textAt(item, 'name') ?? ''}' has tls: none, so the login is sent in clear text`;
  return [warning('mailbox/clear-text-login', offsetOf(tls), message, "Write 'tls: starttls' or 'tls: implicit'.")];
}

/** What somebody writes who takes the file for a script. */
function unreplaced(item: Value): Finding[] {
  const written = textAt(item, 'username');
  const node = valueAt(item, 'username');
  if (written === undefined || node === undefined || !/^(?:\$\{?\w+\}?|\$\(.*\)|%\w+%|\{\{.*\}\})$/.test(written))
    return [];
  const message = `the username of '${textAt(item, 'name') ?? ''}' is used literally: variables in the file are not expanded`;
  return [warning('secret/not-replaced', offsetOf(node), message, 'Write { env: NAME }.')];
}

function duplicates(items: readonly Value[]): Finding[] {
  const seen = new Set<string>();
  return textsOf(items, 'name').flatMap(({ text, item }) => {
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    const place = offsetOf(valueAt(item, 'name') ?? item);
    return [error('mailbox/duplicate-name', place, `there is already a mailbox '${text}'`, 'Rename one of them.')];
  });
}
