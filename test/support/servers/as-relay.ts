import { expect, test } from '@jest/globals';
import { leaks } from '../leaks.js';
import type { Run } from '../program.js';
import { login, type ServerBench } from './bench.js';
import { type MailServer, storedMessage } from './mail-server.js';

/** What `send` and `check` say of a real server: the documented sentences and exit codes. */
export function asRelay({ server, run }: ServerBench): void {
  const secrets = (told: Run): void => expect(leaks(told.stdout + told.stderr, login.password)).toBe(false);
  const send = (sender: string, ...words: string[]): Promise<Run> =>
    run(['send', sender, '--ca', 'ca.pem', '--to', 'qa@example.net', ...words]);

  test.each(['login', 'plain', 'cram-md5'] as const)('send and check with STARTTLS and AUTH %s', async (method) => {
    if (!server().auth.includes(method)) return;
    const sent = await send(method, '--json', '--transcript');
    expect(sent).toMatchObject({ exit: 0 });
    const receipt = JSON.parse(sent.stdout);
    expect(receipt).toMatchObject({ outcome: 'accepted', tls: { version: 'TLSv1.3' } });
    expect(receipt.queueId).toMatch(/^[\w-]{6,}$/);
    await storedMessage(server(), receipt.token);
    const checked = await run(['check', method, '--ca', 'ca.pem', '--json']);
    expect(checked).toMatchObject({ exit: 0, stderr: '' });
    const [result] = JSON.parse(checked.stdout).senders;
    expect(result.steps.filter(({ state }: { state: string }) => state !== 'pass')).toEqual([]);
    secrets(sent);
  });

  test('what must not work does not: no AUTH before TLS, no wrong password, no relaying without a login', async () => {
    const checked = await run(['check', 'login', '--ca', 'ca.pem', '--negative', '--json']);
    expect(findingsOf(checked)).toEqual([]);
    expect(checked.exit).toBe(0);
  });

  test('a burst over one connection', async () => {
    expect(await send('login', '--count', '30', '--json')).toMatchObject({ exit: 0 });
  });

  test('a wrong password', async () => {
    const wrong = { RELAY_PASSWORD: 'wr0ng-Passw0rd' };
    const sent = await run(['send', 'login', '--ca', 'ca.pem', '--to', 'qa@example.net', '--debug'], wrong);
    expect(sent).toMatchObject({ exit: 77, stdout: '' });
    expect(sent.stderr).toMatch(/^error: localhost:\d+ rejects the login: 535 /m);
    const checked = await run(['check', 'login', '--ca', 'ca.pem', '--json'], wrong);
    expect(checked.exit).toBe(1);
    expect(findingsOf(checked)).toEqual(['auth-refused']);
    expect(leaks(sent.stdout + sent.stderr + checked.stdout, 'wr0ng-Passw0rd')).toBe(false);
  });

  test('an authority that nobody trusts', async () => {
    const sent = await run(['send', 'login', '--to', 'qa@example.net']);
    expect(sent).toMatchObject({ exit: 76, stdout: '' });
    expect(sent.stderr).toContain('has a certificate that is not signed by a trusted authority');
    expect(findingsOf(await run(['check', 'login', '--json']))).toEqual(['tls-untrusted']);
  });

  test('no TLS where AUTH is offered after TLS only', async () => {
    const sent = await send('no-tls');
    expect(sent).toMatchObject({ exit: 76, stdout: '' });
    expect(sent.stderr).toContain('offers no AUTH, but the sender has credentials. No credentials were sent');
  });

  test('a login are sent to', async () => {
    if (server().ports.clearText === undefined) return;
    const sent = await send('clear-text', '--json');
    expect(sent.exit).toBe(0);
    expect(sent.stderr).toContain('in clear text');
    await storedMessage(server(), JSON.parse(sent.stdout).token);
  });

  test('TLS from the first byte on a port with STARTTLS', async () => {
    const sent = await send('implicit');
    expect(sent).toMatchObject({ exit: 76, stdout: '' });
    expect(sent.stderr).toContain('does not speak TLS on this port');
  });

  test('no login', async () => {
    const sent = await send('no-auth');
    expect(sent.exit).toBe(69);
    expect(sent.stdout + sent.stderr).toMatch(/\b5[35]\d /);
  });

  test('one recipient of two refused is not success, and the other has the message', async () => {
    const sent = await send('login', '--to', 'nobody@example.net', '--json');
    await expectSecondRefused(sent, server());
  });

  test('every recipient refused', async () => {
    const sent = await run(['send', 'login', '--ca', 'ca.pem', '--to', 'nobody@example.net']);
    expect(sent).toMatchObject({ exit: 69 });
    expect(sent.stdout + sent.stderr).toMatch(/550 /);
  });
}

export function findingsOf({ stdout }: Run): string[] {
  const [result] = JSON.parse(stdout).senders as { steps: { state: string; finding: string }[] }[];
  return (result?.steps ?? []).filter(({ state }) => state === 'fail').map(({ finding }) => finding);
}

/** Of two recipients the second was refused: that is no success, and the first has the message. */
export async function expectSecondRefused(sent: Run, server: MailServer): Promise<void> {
  expect(sent.exit).toBe(1);
  const receipt = JSON.parse(sent.stdout);
  expect(receipt.outcome).toBe('partly-accepted');
  expect(receipt.recipients.map(({ replyCode }: { replyCode: number }) => Math.trunc(replyCode / 100))).toEqual([2, 5]);
  await storedMessage(server, receipt.token);
}
