import type { FolderKind } from './mailboxes.js';

/**
 * What the folder for unwanted mail is called where no special-use flag (RFC 6154 §2, `\Junk`) says which it is: the names that web
 * clients of Gmail, Yandex 360, Mail.ru and Outlook show in English and Russian, and the usual ones of Dovecot and Cyrus.
 * Inferred: no provider documents what its IMAP server calls it (2026-11).
 */
const junkNames: ReadonlySet<string> = new Set([
  'junk',
  'junk e-mail',
  'junk email',
  'junk mail',
  'spam',
  'bulk',
  'bulk mail',
  'quarantine',
  'спам',
  'нежелательная почта',
  'нежелательные',
  'сомнительные',
]);

/** What a folder is for, by its name: the last part of it, or all of it. */
export function kindByName(name: string, delimiter: string): FolderKind {
  const whole = name.normalize('NFC').toLowerCase();
  if (whole === 'inbox') return 'inbox';
  const last = delimiter === '' ? whole : (whole.split(delimiter).at(-1) ?? whole);
  return junkNames.has(last) ? 'junk' : 'other';
}

/** The text of a folder's name in modified UTF-7 (RFC 3501 §5.1.3); what is none stays as it is. */
export function fromModifiedUtf7(name: string): string {
  return name.replace(/&([^-&]*)-/g, (whole, encoded: string) => {
    if (encoded === '') return '&';
    const bytes = Buffer.from(encoded.replaceAll(',', '/'), 'base64');
    return bytes.length < 2 || bytes.length % 2 === 1 ? whole : bytes.swap16().toString('utf16le');
  });
}
