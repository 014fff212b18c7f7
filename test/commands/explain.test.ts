import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { causeOf, causes } from '../../src/relay/causes/index.js';
import { inProcess } from '../support/in-process.js';
import { faultCases } from '../support/lab/faults.js';

const findings = [...new Set(faultCases.filter(({ exit }) => exit !== 0).map(({ finding }) => finding))];

/** Tests that produce what no row of the table of faults does, by the file that names the finding. */
const elsewhere: Readonly<Record<string, readonly RegExp[]>> = {
  'check-session': [/^ca-/, /^client-certificate-/, /^dns-no-family$/],
  'check-causes': [
    /^relay\//,
    /^dns-/,
    /^connect-/,
    /^timeout-connect$/,
    /^connect-some-addresses$/,
    /^(silent-loss|secrets-missing)$/,
    /^(greeting-slow|ehlo-4yz|tls-handshake|tls-weak-key|tls-unused|certificate-ends-soon)$/,
  ],
  'check-negative': [/^(auth-before-tls|wrong-password-accepted|relays-without-login)$/],
  'check-compare': [/^(starttls-gone|changed-\*)$/],
  'check-dns': [/^(spf|dkim|dmarc)-/],
  '../e2e/send': [/^line-too-long$/],
  'check-webhook': [/^webhook-/],
  fetch: [/^mailbox-/],
  '../e2e/prove': [/^prove-/],
  'verify/auth': [/^authentication-/],
  'send-options': [/^(dsn|smtputf8|8bitmime)-not-offered$/, /^message-too-large$/],
};

function idsIn(folder: string, pattern: RegExp): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const texts = files.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
  return [...new Set([...texts.matchAll(pattern)].map(([, id = '']) => id))];
}

/** As the source has them. */
const configRules = idsIn(
  'src/config',
  /'((?:yaml|value|relay|secret|sender|virtual|rule|platform|environment|mailbox)\/[a-z-]+|unknown-key|missing-key)'/g,
);
const reasons = [
  ...readFileSync('src/render/verify/answer.ts', 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: \((?:f|)\) =>/gm),
].map(([, id = '']) => id);
const verifyIds = [
  ...reasons,
  ...reasons.slice(0, reasons.indexOf('no-trace')).map((reason) => `boundary/${reason}`),
  ...idsIn('src/trace/path', /rule: '([a-z/-]+)'/g),
  ...reasons.filter((reason) => /^(?:header|unclear)-/.test(reason)).map((reason) => `input/${reason}`),
  ...idsIn('src/trace/path', /'(claimed\/[a-z-]+)'/g),
  ...['writer', 'next-writer', 'private-peer', 'no-address', 'foreign'].map((why) => `boundary/${why}`),
];

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
    const isInSource = configRules.includes(id) || reasons.includes(id);
    expect(produced || isInSource || (file !== undefined && isProducedBy(file, id))).toBe(true);
  });

  test('explains every rule of config validate', () => {
    expect(configRules.length).toBeGreaterThan(50);
    expect(configRules.filter((rule) => causeOf(rule) === undefined)).toEqual([]);
  });

  test('explains every reason of verify, and every rule that its evidence names', () => {
    expect(verifyIds.length).toBeGreaterThan(25);
    expect(verifyIds.filter((id) => causeOf(id) === undefined)).toEqual([]);
  });

  test('has each id once, and a source for each', () => {
    expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
    expect(causes.filter(({ source }) => source === '')).toEqual([]);
  });
});

describe('explain', () => {
  test.each([
    [['explain', 'closed-rcpt'], 0, /^closed-\*: The relay closes the connection unexpectedly\./],
    [['explain', 'auth-refused', '--json'], 0, /"schema": "akrelay\/explain@1"/],
    [['explain'], 0, /^yaml\/syntax[\s\S]*\nrelay\/starttls-on-465[\s\S]*\nbypassed /],
    [['explain', 'boundary/claimed-only'], 0, /^claimed-only: Only the EHLO name/],
    [['explain', 'value/tls'], 0, /^value\/tls: tls has an unknown value/],
    [['explain', 'auth-refsued'], 64, /Did you mean auth-refused\?/],
    [['explain', 'closed-'], 64, /There is no finding 'closed-'/],
  ])('%j', async (words, exit, says) => {
    const run = await inProcess(words, { cwd: '/' });
    expect([run.exit, run.stdout + run.stderr]).toEqual([exit, expect.stringMatching(says)]);
  });
});
