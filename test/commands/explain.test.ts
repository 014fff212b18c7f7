import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { causeOf, causes } from '../../src/relay/causes/index.js';
import { inProcess } from '../support/in-process.js';
import { faultCases } from '../support/lab/faults.js';

const findings = [...new Set(faultCases.filter(({ exit }) => exit !== 0).map(({ finding }) => finding))];

/** Tests that produce what no row of the table of faults does, by the file that names the finding. */
const elsewhere: Readonly<Record<string, readonly RegExp[]>> = {
  'check-causes': [
    /^relay\//,
    /^dns-/,
    /^connect-/,
    /^timeout-connect$/,
    /^tcp-some-addresses$/,
    /^(silent-loss|secrets-missing)$/,
    /^(greeting-slow|ehlo-4yz|tls-handshake|tls-weak-key|tls-unused|certificate-ends-soon)$/,
  ],
  'check-negative': [/^(auth-before-tls|wrong-password-accepted|relays-without-login)$/],
  'check-compare': [/^(starttls-gone|changed-\*)$/],
  'check-dns': [/^(spf|dkim|dmarc)-/],
  '../e2e/send': [/^line-too-long$/],
  'check-webhook': [/^webhook-/],
  'send-options': [/^(dsn|smtputf8|8bitmime)-not-offered$/, /^message-too-large$/],
};

function isProducedBy(file: string, id: string): boolean {
  return readFileSync(`test/commands/${file}.test.ts`, 'utf8').includes(id.replace('*', ''));
}

describe('the catalogue of causes', () => {
  test.each(findings)('explains %s, which a scripted relay produces', (finding) => {
    expect(causeOf(finding)?.fixes.length).toBeGreaterThan(0);
  });

  test.each(causes.map(({ id }) => id))('%s is produced somewhere', (id) => {
    const produced = findings.some((finding) => causeOf(finding)?.id === id);
    const file = Object.keys(elsewhere).find((name) => elsewhere[name]?.some((pattern) => pattern.test(id)));
    expect(produced || (file !== undefined && isProducedBy(file, id))).toBe(true);
  });

  test('has each id once, and a source for each', () => {
    expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
    expect(causes.filter(({ source }) => source === '')).toEqual([]);
  });
});

describe('explain', () => {
  test.each([
    [['explain', 'closed-rcpt'], 0, /^closed-\*: The relay closes the connection in the middle\./],
    [['explain', 'auth-refused', '--json'], 0, /"schema": "akrelay\/explain@1"/],
    [['explain'], 0, /^relay\/starttls-on-465/],
    [['explain', 'auth-refsued'], 64, /Did you mean auth-refused\?/],
    [['explain', 'closed-'], 64, /There is no finding 'closed-'/],
  ])('%j', async (words, exit, says) => {
    const run = await inProcess(words, { cwd: '/' });
    expect([run.exit, run.stdout + run.stderr]).toEqual([exit, expect.stringMatching(says)]);
  });
});
