import { describe, expect, test } from '@jest/globals';
import { fromModifiedUtf7, kindByName } from '../../../src/world/mailboxes/folder-names.js';

describe('a folder’s name', () => {
  // The first three are those of RFC 3501 §5.1.3.
  test.each([
    ['~peter/mail/&U,BTFw-/&ZeVnLIqe-', '~peter/mail/台北/日本語'],
    ['&Jjo-!', '☺!'],
    ['A &- B', 'A & B'],
    ['&BCEEPwQwBDw-', 'Спам'],
    ['INBOX', 'INBOX'],
    ['&x-', '&x-'],
    ['a&b', 'a&b'],
  ])('%s in modified UTF-7 is %s', (encoded, text) => expect(fromModifiedUtf7(encoded)).toBe(text));

  test.each([
    ['inbox', '/', 'inbox'],
    ['INBOX', '.', 'inbox'],
    ['INBOX.Spam', '.', 'junk'],
    ['[Gmail]/Spam', '/', 'junk'],
    ['Спам', '|', 'junk'],
    ['Нежелательная почта', '/', 'junk'],
    ['Junk E-mail', '/', 'junk'],
    ['Junkers', '/', 'other'],
    ['Work/Inbox', '/', 'other'],
    ['Spam.Archive', '.', 'other'],
  ])('%s (%s): %s', (name, delimiter, kind) => expect(kindByName(name, delimiter)).toBe(kind));
});
