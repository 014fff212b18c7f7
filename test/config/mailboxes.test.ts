import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config/read-config.js';

const login = 'username: { env: U }, password: { env: P }';

function read(mailboxes: string) {
  return readConfig({ shownAs: 'a.yaml', text: `mailboxes:\n${mailboxes}`, readableBy: 'others' });
}

describe('mailboxes:', () => {
  test.each<[string, object]>([
    [
      `{ name: a, type: imap, host: imap.example, ${login} }`,
      { host: 'imap.example', port: 993, tls: 'implicit', auth: 'password' },
    ],
    [`{ name: a, type: imap, host: "h:1143", tls: starttls, ${login} }`, { port: 1143, tls: 'starttls' }],
    [
      `{ name: a, type: imap, host: h, tls: starttls, auth: xoauth2, ${login}, folders: [INBOX, Спам] }`,
      { port: 143, auth: 'xoauth2', folders: ['INBOX', 'Спам'] },
    ],
    ['{ name: a, type: maildir, path: Maildir }', { path: 'Maildir', folders: undefined }],
    ['{ name: a, type: mbox, path: box }', { path: 'box' }],
    ['{ name: a, type: mailpit, url: "http://127.0.0.1:8025" }', { url: 'http://127.0.0.1:8025', username: undefined }],
  ])('%s', (item, is) => {
    const { config, problems } = read(`  - ${item}\n`);
    expect([problems, config?.mailboxes[0]]).toMatchObject([[], { name: 'a', ...is }]);
  });

  test.each<[string, readonly string[]]>([
    ['{ name: a, type: pop3 }', ['value/mailbox-type']],
    ['{ type: mbox, path: b }', ['missing-key']],
    ['{ name: a, type: imap }', ['mailbox/key-missing', 'mailbox/key-missing', 'mailbox/key-missing']],
    ['{ name: a, type: mbox }', ['mailbox/key-missing']],
    ['{ name: a, type: mbox, path: b, folders: [x] }', ['mailbox/key-of-another-type']],
    [`{ name: a, type: maildir, path: b, ${login} }`, ['mailbox/key-of-another-type', 'mailbox/key-of-another-type']],
    [`{ name: a, type: imap, host: h, tls: none, ${login} }`, ['mailbox/clear-text-login']],
    ['{ name: a, type: imap, host: h, username: $USER, password: { env: P } }', ['secret/not-replaced']],
    ['{ name: a, type: imap, host: h, username: u, password: hunter2 }', ['value/secret']],
    [`{ name: a, type: imap, host: "h:x", auth: plain, ${login} }`, ['value/host-port', 'value/mailbox-auth']],
    ['{ name: a, type: mailpit, url: "http://u:p@h" }', ['value/url']],
    ['{ name: a, type: mbox, path: b }\n  - { name: a, type: mbox, path: c }', ['mailbox/duplicate-name']],
  ])('%s: %j', (item, rules) => {
    const { problems } = read(`  - ${item}\n`);
    expect(problems.map(({ rule }) => rule)).toEqual(rules);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});
