import { describe, expect, test } from '@jest/globals';
import { causeOf, causes } from '../../src/relay/causes/index.js';
import { inProcess } from '../support/in-process.js';
import { faultCases } from '../support/lab/faults.js';

const findings = [...new Set(faultCases.filter(({ exit }) => exit !== 0).map(({ finding }) => finding))];

/** Shown by other tests than the table of faults: `check` for settings, `send` for what is not offered, the resolver for names. */
const elsewhere = [
  /^relay\//,
  /^dns-/,
  /^connect-/,
  /^timeout-connect$/,
  /-not-offered$/,
  /^message-too-large$/,
  /^secrets-missing$/,
  /^(auth-before-tls|wrong-password-accepted|relays-without-login|starttls-gone|changed-\*|spf-\w+(-\w+)?|dkim-missing|dmarc-\w+)$/,
  /^silent-loss$/,
  /^tcp-some-addresses$/,
  /^(greeting-slow|ehlo-4yz|tls-handshake|tls-weak-key|tls-unused|certificate-ends-soon)$/,
];

describe('the catalogue of causes', () => {
  test.each(findings)('explains %s, which a scripted relay produces', (finding) => {
    expect(causeOf(finding)?.fixes.length).toBeGreaterThan(0);
  });

  test.each(causes.map(({ id }) => id))('%s is produced somewhere', (id) => {
    const produced = findings.some((finding) => causeOf(finding)?.id === id);
    expect(produced || elsewhere.some((pattern) => pattern.test(id))).toBe(true);
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
