import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTrace } from '../../src/trace/field/read-trace.js';
import { judgePath } from '../../src/trace/path/judge-path.js';
import { fixtures } from '../support/corpus.js';
import type { Row } from '../support/receivers/corpus.js';
import { borderWriter } from '../support/writers/border.js';
import { eximLine } from '../support/writers/exim.js';
import * as inner from '../support/writers/inside.js';
import { postfixLine } from '../support/writers/postfix.js';
import type { Session, Writer } from '../support/writers/session.js';

const rows: readonly Row[] = JSON.parse(readFileSync(path.join(fixtures, 'real-servers.json'), 'utf8'));

/** The model of each server that was run, set as it was run. */
const models: Readonly<Record<string, (session: Session) => string | undefined>> = {
  'Postfix, plain': (session) => postfixLine(session, { showsTls: true }),
  'Exim, as shipped': (session) => eximLine(session, { version: '4.96' }),
  'Exim, ident asked, any EHLO word': (session) =>
    eximLine(session, { version: '4.96', takesJunk: true, asksIdent: true }),
  'Exim, no version, no reverse names, any EHLO word': (session) =>
    eximLine(session, { version: 'hidden', takesJunk: true, looksUpNothing: true }),
  'sendmail, ident asked': borderWriter('sendmail of Debian, asks ident').write,
  'OpenSMTPD, plain': borderWriter('OpenSMTPD').write,
  'Haraka, plain': borderWriter('Haraka').write,
  'Courier, as shipped': borderWriter('Courier').write,
  'Courier, ident asked': borderWriter('Courier that asks ident').write,
  'qpsmtpd, plain': borderWriter('qpsmtpd').write,
  'chasquid, plain': borderWriter('chasquid').write,
};

/** These were run without a certificate. */
const withoutTls = ['OpenSMTPD', 'qpsmtpd'];

const tls = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', bits: 256 };

function sessionOf(row: Row): Session {
  const isSecured = (row.tls || row.certificate !== null) && !withoutTls.includes(row.server);
  return {
    greeting: row.greeting,
    ehlo: row.server === 'Haraka' ? asUtf8(row.ehlo) : row.ehlo,
    address: row.address,
    port: 0,
    reverseName: row.reverseName ?? undefined,
    leadsBack: row.reverseLeadsBack,
    reversePath: row.envelopeFrom.slice(1, -1),
    forwardPath: row.envelopeTo.slice(1, -1),
    ident: row.ident ?? undefined,
    tls: isSecured ? tls : undefined,
    certificate: row.certificate === null ? undefined : { subject: row.certificate, issuer: row.certificate },
    login: undefined,
    by: { name: 'mx.corp.example', address: '192.0.2.25' },
    id: 'ID',
    at: new Date(0),
  };
}

/** The rows hold bytes as Latin-1; Haraka reads them as UTF-8. */
function asUtf8(text: string): string {
  return Buffer.from(text, 'latin1').toString();
}

/** Without what belongs to the moment: id, date, the cipher that was agreed on. */
function timeless(line: string): string {
  return line
    .trim()
    .replace(/\bid \S+/g, 'id ID')
    .replace(/[A-Z][a-z]{2}, [ \d]\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d/g, 'DATE')
    .replace(/TLS_\w+|ECDHE_\w+/g, 'CIPHER');
}

/**
 * Exim looks a name up, though it was told to look up none, for a client that calls itself by an address of the machine
 * (`helo_lookup_domains`); where these servers ran, the relay's was one.
 */
function isOfTheLab({ server, configuration, ehlo }: Row): boolean {
  return server === 'Exim' && configuration.includes('no reverse names') && ehlo.startsWith('[') && ehlo.endsWith(']');
}

describe('a model writes what the real server wrote', () => {
  test.each(Object.keys(models))('%s', (key) => {
    const write = models[key];
    const of = rows.filter(
      (row) => `${row.server}, ${row.configuration}` === key && row.written > 0 && !isOfTheLab(row),
    );
    expect(of.length).toBeGreaterThan(30);
    for (const row of of) {
      const line = write?.(sessionOf(row));
      const told = { case: row.case, line: line === undefined ? undefined : timeless(line) };
      const real = timeless(row.server === 'Haraka' ? asUtf8(row.received[0] ?? '') : (row.received[0] ?? ''));
      if (real === '') continue;
      // A message that begins with a blank has made some of them longer.
      expect(told).toEqual({ case: row.case, line: real.slice(0, told.line?.length) });
    }
  });
});

/** What stands above the line of the border, newest first. */
const behind: Readonly<Record<string, readonly Writer[]>> = {
  'Postfix, with a content filter by pipe': [inner.postfixPickup],
  'Postfix, with an alias that sends on': [inner.postfixAlias],
  'Postfix, with amavis as content filter': [inner.reinjection, inner.blindAmavis],
  'Postfix, with Dovecot LMTP': [inner.dovecot],
  'Postfix, with Cyrus IMAP (LMTP)': [inner.cyrus],
  'Exim, with a scanner that hands back (spam-scanned)': [inner.spamScanned],
};

describe('so do the servers behind it', () => {
  test.each(Object.keys(behind))('%s', (key) => {
    const above = behind[key] ?? [];
    const border = (session: Session): string | undefined =>
      key.startsWith('Exim') ? eximLine(session, { version: '4.96' }) : postfixLine(session, { showsTls: true });
    const of = rows.filter((row) => `${row.server}, ${row.configuration}` === key && row.written === above.length + 1);
    expect(of.length).toBeGreaterThan(30);
    for (const row of of) {
      const session = sessionOf(row);
      const lines = [...above.map(({ write }) => write), border].map((write) => flat(write(session) ?? 'refused'));
      expect({ case: row.case, lines }).toEqual({
        case: row.case,
        lines: row.received.slice(0, row.written).map(flat),
      });
    }
  });
});

/** Of a Courier line that its client ended early the rest stands in another field, which the rows leave out. */
const cutShort = 'reverse name with an end of line that leads back';

describe('what they stored is judged as it must be', () => {
  const relays = [
    { name: 'sendsay', kind: 'preset' as const, hosts: ['gato#.sndsy.ru'], networks: ['185.138.182.0/24'] },
  ];
  const judged = rows.filter(({ server, case: name }) => server !== 'Courier' || name !== cutShort);

  test.each([...new Set(judged.map(({ server, configuration }) => `${server}, ${configuration}`))])('%s', (key) => {
    const wrong = judged
      .filter((row) => `${row.server}, ${row.configuration}` === key)
      .filter((row) => {
        const fields = row.received.map((body) => `Received:${body}\n`).join('');
        const trace = readTrace(Buffer.from(`${fields}Subject: x\n\nbody\n`, 'latin1'));
        if (trace.kind !== 'email') return true;
        const named = row.receivers.map((by) => ({ kind: 'name' as const, by }));
        const isConfirmed = judgePath(trace, { receivers: [], relays }).verdict === 'confirmed';
        const { verdict } = judgePath(trace, { receivers: named, relays });
        return !row.expected.includes(verdict) || (isConfirmed && !row.expected.includes('confirmed'));
      });
    expect(wrong.map(({ case: name, received }) => ({ name, received }))).toEqual([]);
  });
});

/** Unfolded too: where a line is folded may depend on the length of its id. */
function flat(line: string): string {
  return timeless(line).replace(/\s+/g, ' ');
}
