import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { inFlags } from '../../src/commands/in-flags.js';
import { inProcess } from '../support/in-process.js';
import { labBench } from '../support/lab/sender.js';

describe('a hint on a relay that the command line gives', () => {
  test.each([
    ['The relay requires TLS: set tls: starttls.', 'The relay requires TLS: set --tls starttls.'],
    ["Set 'tls: starttls' if the relay offers it.", 'Set --tls starttls if the relay offers it.'],
    [
      'Check that tls: fits the port (587 starttls, 465 implicit).',
      'Check that --tls fits the port (587 starttls, 465 implicit).',
    ],
    ['Try another method in auth:.', 'Try another method in --auth.'],
    ['set relay.ehlo or --ehlo to the full host name', 'set --ehlo to the full host name'],
    ['Set relay.clientCertificate, or --client-cert and --client-key.', 'Set --client-cert and --client-key.'],
    ['use tlsName or --tls-name.', 'use --tls-name.'],
  ])('%s', (hint, wanted) => {
    expect(inFlags(hint)).toBe(wanted);
  });

  test('names no key, whatever the failure', () => {
    const files = [
      ...readdirSync('src/world/smtp/failures').map((name) => path.join('src/world/smtp/failures', name)),
      'src/world/smtp/capabilities.ts',
      'src/world/smtp/login.ts',
      'src/relay/refusal-hints.ts',
      'src/commands/check/steps.ts',
    ];
    const hints = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:(?:hint|fix): |\? |: |return )(["'`])(.*?)\1[;,]?$/gm)].map(
        ([, , text = '']) => text,
      ),
    );
    expect(hints.length).toBeGreaterThan(30);
    expect(hints.filter((hint) => inFlags(hint) !== hint).length).toBeGreaterThan(5);
    expect(hints.map(inFlags).filter((hint) => /\b(?:tls|auth):|\brelay\.|tlsName/.test(hint))).toEqual([]);
  });

  test('in an error of send, and in a step of check', async () => {
    const bench = await labBench();
    const answer = '530 5.7.0 Must issue a STARTTLS command first';
    const faults = [{ at: 'mail', act: { kind: 'say', bytes: `${answer}\r\n` } }] as const;
    const lab = await bench.start({ tls: 'none', faults: [...faults] });
    const relay = ['--host', `localhost:${lab.port}`, '--tls', 'none'];
    const words = ['send', ...relay, '--from', 'a@example.com', '--to', 'b@example.net', '--yes'];
    const sent = await inProcess(words, { cwd: bench.folder });
    const wrong = ['check', `localhost:${lab.port}`, '--tls', 'implicit', '--json'];
    const checked = await inProcess(wrong, { cwd: bench.folder });
    lab.close();
    expect(sent.stderr).toContain('hint: The relay requires TLS: set --tls starttls.');
    expect(JSON.parse(checked.stdout).senders[0].steps.map(({ fix }: { fix: string | null }) => fix)).toContain(
      'Use --tls starttls for ports 587 and 25, and --tls implicit only for ports such as 465.',
    );
  });
});
