import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { keptFiles } from '../../src/world/files/kept-files.js';
import { nodeFiles } from '../../src/world/files/node-files.js';
import { startNodeLab } from '../../src/world/lab/node-lab.js';
import { cacheHome, emptyFolder, type Run } from '../support/program.js';
import { programInShell } from '../support/program-under-test.js';

// The examples are for a POSIX shell.
const onPosix = process.platform === 'win32' ? describe.skip : describe;

let cwd: string;
beforeEach(async () => {
  cwd = await emptyFolder();
  await cp('examples', cwd, { recursive: true });
  await mkdir(path.join(cwd, 'bin'));
  const shim = path.join(cwd, 'bin', 'akrelay');
  await writeFile(shim, `#!/bin/sh\nexec ${programInShell} "$@"\n`);
  await chmod(shim, 0o755);
});

function bash(script: string, variables: Readonly<Record<string, string>> = {}): Promise<Run> {
  const PATH = `${path.join(cwd, 'bin')}:${process.env['PATH']}`;
  const env = { PATH, HOME: path.join(cwd, 'bin'), XDG_CACHE_HOME: cacheHome, ...variables };
  return new Promise((resolve) => {
    const child = spawn('bash', ['-eo', 'pipefail', '-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (chunk: Buffer) => {
        said[name] += chunk.toString();
      });
    child.on('close', (exit) => resolve({ exit, ...said }));
  });
}

interface Job {
  readonly variables: Readonly<Record<string, string>>;
  readonly steps: readonly string[];
}

/** What GitHub and GitLab would run, but for the installation. */
async function jobOf(file: string): Promise<Job> {
  const { jobs, 'mail-relay': gitlab } = parse(await readFile(file, 'utf8'));
  const steps: string[] = jobs
    ? jobs.relay.steps.flatMap(({ run }: { run?: string }) => run ?? [])
    : [...gitlab.before_script, ...gitlab.script];
  const isInstallation = (step: string): boolean => step === 'npm install --global ./akrelay-0.1.0.tgz';
  expect(steps.filter(isInstallation)).toHaveLength(1);
  return {
    variables: (jobs?.relay ?? gitlab)[jobs ? 'env' : 'variables'],
    steps: steps.filter((step) => !isInstallation(step)),
  };
}

/** A relay and a Maildir in place of those that the config names; the Maildir is where the relay's mail arrives. */
async function startRelay(): Promise<{ readonly close: () => void }> {
  const { signal } = new AbortController();
  const files = nodeFiles(
    cwd,
    keptFiles(cwd, async () => undefined),
    signal,
  );
  const lab = await startNodeLab(
    {
      script: { tls: 'starttls', auth: ['LOGIN'], faults: [] },
      certificate: 'good',
      clientCertificate: 'not-asked-for',
      port: 0,
      caFile: 'ca.pem',
      keep: 'mail',
    },
    { files, cwd, cancelled: signal },
  );
  const config = path.join(cwd, 'akrelay.yaml');
  const text = (await readFile(config, 'utf8'))
    .replace('smtp.gate.sendsay.ru:587', `localhost:${lab.port}`)
    .replace('    webhook:', '    path: { networks: [192.0.2.25/32] }\n    webhook:')
    .replace('by: mx.example.net', 'by: mx.lab.test')
    .replace(/type: imap[\s\S]*/, 'type: maildir\n    path: mail\n');
  await writeFile(config, text);
  return lab;
}

/** No name server is asked, and no event comes. */
const own = (): Record<string, string> => ({
  SENDSAY_LOGIN: 'user',
  SENDSAY_PASSWORD: 'a long password',
  SKIP: 'authentication,event',
  NODE_EXTRA_CA_CERTS: path.join(cwd, 'ca.pem'),
});

onPosix('ci/', () => {
  test.each([
    ['github.yml', /^::notice title=akrelay prove%3A config::[\s\S]*title=akrelay prove sendsay-main::proved\n$/],
    ['gitlab.yml', /<testsuite name="sendsay-main" tests="16" failures="0" errors="\d" /],
  ])('%s: every step passes on a relay that works, and fails without its password', async (name, says) => {
    const lab = await startRelay();
    const { variables, steps } = await jobOf(path.join(cwd, 'ci', name));
    const { exit, stdout, stderr } = await bash(steps.join('\n'), { ...variables, ...own() });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: expect.not.stringContaining('error') });
    const said = name === 'gitlab.yml' ? await readFile(path.join(cwd, 'prove.xml'), 'utf8') : stdout;
    expect(said.slice(said.search(/::notice|<testsuite /))).toMatch(says);
    expect(await readdir(path.join(cwd, 'proof'))).toEqual(expect.arrayContaining(['proof.json', 'received.eml']));
    const without = await bash(steps.join('\n'), { ...variables, ...own(), SENDSAY_PASSWORD: '' });
    lab.close();
    expect([without.exit, without.stderr]).toEqual([78, expect.stringContaining('SENDSAY_PASSWORD')]);
  });
});

onPosix('ci-prove.sh', () => {
  test('a message that is late is waited for again, and not sent again', async () => {
    const lab = await startRelay();
    const config = path.join(cwd, 'akrelay.yaml');
    await writeFile(config, (await readFile(config, 'utf8')).replace('path: mail', 'path: inbox'));
    const late =
      'mkdir -p inbox/cur inbox/new inbox/tmp; (until [ -e proof/receipt.json ]; do sleep 0.1; done; mv mail/new/* inbox/new/) &';
    const waits = { WAIT: '0s', LONGER: '30s' };
    const { exit, stdout, stderr } = await bash(`${late} ./ci-prove.sh sendsay-main qa`, { ...own(), ...waits });
    lab.close();
    expect([exit, stderr]).toEqual([0, 'ci-prove: not there yet; waiting for another 30s\n']);
    expect(stdout).toMatch(
      /^sendsay-main: pending: the message or its event can still arrive\n[\s\S]*\nsendsay-main: proved: .*\n {2}- {5}send .*not sent again\n/,
    );
    expect(await readdir(path.join(cwd, 'inbox', 'new'))).toHaveLength(1);
  });

  test.each([
    ['./ci-prove.sh sendsay-main', 1, 'usage: ./ci-prove.sh <sender> <mailbox>'],
    ['./ci-prove.sh sendsay-main elsewhere', 64, "There is no mailbox 'elsewhere'."],
  ])('%s: exit %d', async (script, exit, said) => {
    const { exit: ended, stderr } = await bash(script, own());
    // A shell has a code of its own for a word that is missing.
    expect([exit === 1 ? ended !== 0 : ended === exit, stderr]).toEqual([true, expect.stringContaining(said)]);
  });
});

onPosix('ci-verify.sh', () => {
  const run = (...words: string[]) => bash(`./ci-verify.sh ${words.join(' ')}`, { RECEIVER: 'mx.example.net' });

  test('names what failed, and does not read its own report', async () => {
    await mkdir(path.join(cwd, 'mail'));
    for (const name of ['confirmed.eml', 'bypassed.eml']) await cp(path.join(cwd, name), path.join(cwd, 'mail', name));
    for (let time = 0; time < 2; time++) {
      const { exit, stdout, stderr } = await run('mail', 'mail/report.xml');
      expect(exit).toBe(1);
      expect(stdout).toMatch(
        /^not confirmed {2}mail\/bypassed\.eml: .*\nconfirmed {6}mail\/confirmed\.eml: .*\n\n2 messages: /,
      );
      expect(stderr).toBe('ci-verify: not every message in mail is confirmed (exit 1); see mail/report.xml\n');
      expect(await readFile(path.join(cwd, 'mail/report.xml'), 'utf8')).toContain('tests="2" failures="1"');
    }
  });

  test.each([
    ['./ci-verify.sh mail', {}, 2, 'RECEIVER: set it to the name of your own mail server'],
    ['./ci-verify.sh', { RECEIVER: 'x' }, 2, 'usage: RECEIVER=mx.example.net ./ci-verify.sh <folder>'],
  ])('%s with %j: exit %d', async (script, variables, exit, said) => {
    const { exit: ended, stderr } = await bash(script, variables);
    expect([ended === exit || (exit === 2 && ended !== 0), stderr]).toEqual([true, expect.stringContaining(said)]);
  });

  test.each([
    ['no folder', 'none', 'Cannot read none: no such file or folder.'],
    ['an empty folder', 'empty', 'There is no message in empty.'],
  ])('%s is one error', async (_what, folder, said) => {
    await mkdir(path.join(cwd, 'empty'), { recursive: true });
    const { exit, stderr } = await run(folder);
    expect([exit, stderr.match(/^\w.*/gm)?.filter((line) => !line.startsWith('hint: '))]).toEqual([
      66,
      [`error: ${said}`],
    ]);
  });
});

onPosix('systemd/', () => {
  const units = ['akrelay-prove.service', 'akrelay-prove.timer', 'akrelay-seed.service'];

  const where = existsSync('/usr/bin/systemd-analyze') ? test : test.skip;
  where('systemd takes the units as they stand', async () => {
    for (const name of units) {
      const unit = await readFile(path.join(cwd, 'systemd', name), 'utf8');
      await writeFile(path.join(cwd, 'bin', name), unit.replace('/usr/bin/akrelay', path.join(cwd, 'bin/akrelay')));
    }
    const { exit, stdout, stderr } = await bash(`cd bin && systemd-analyze verify ${units.join(' ')}`);
    expect([exit, stdout, stderr]).toEqual([0, '', '']);
  });

  /** What systemd would start, with the folders of this test. */
  async function started(name: string): Promise<string> {
    const unit = await readFile(path.join(cwd, 'systemd', name), 'utf8');
    const [, line = ''] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
    return line
      .replace('/usr/bin/akrelay', 'akrelay')
      .replace('/etc/akrelay/', `${cwd}/`)
      .replace('/var/mail/seed', 'mail')
      .replaceAll('/var/lib/akrelay/', `${cwd}/`);
  }

  test('the prover proves, and leaves state and metrics', async () => {
    const lab = await startRelay();
    const skip = ' --skip authentication,event';
    const { exit, stdout } = await bash(`${await started('akrelay-prove.service')}${skip}`, own());
    lab.close();
    expect([exit, stdout]).toEqual([0, expect.stringMatching(/ prove sendsay-main: proved(?:-with-remarks)? \(/)]);
    expect(await readFile(path.join(cwd, 'prove.prom'), 'utf8')).toContain('{watch="prove sendsay-main",exit="0"} 1\n');
    expect(JSON.parse(await readFile(path.join(cwd, 'prove.json'), 'utf8')).runs).toBe(1);
  });

  test('the alarm tells each message once, and SIGTERM ends it', async () => {
    await mkdir(path.join(cwd, 'mail'));
    for (const name of ['confirmed.eml', 'bypassed.eml']) await cp(path.join(cwd, name), path.join(cwd, 'mail', name));
    const line = await started('akrelay-seed.service');
    const { exit, stdout } = await bash(
      `${line} > told & for i in $(seq 400); do test -s seed.prom && break; sleep 0.05; done; kill $!; wait $! || echo $?; cat told`,
    );
    const [code, told = ''] = stdout.split('\n');
    const { verdict, result } = JSON.parse(told);
    expect([exit, code, verdict, result.summary.total]).toEqual([0, '143', 'not-confirmed', 2]);
  });
});

onPosix('README.md', () => {
  test('names commands that run as they stand', async () => {
    await mkdir(path.join(cwd, 'node_modules'));
    await symlink(process.cwd(), path.join(cwd, 'node_modules', 'akrelay'));
    await mkdir(path.join(cwd, 'mail'));
    await cp(path.join(cwd, 'confirmed.eml'), path.join(cwd, 'mail', 'one.eml'));
    const readme = await readFile(path.join(cwd, 'README.md'), 'utf8');
    const commands = [...readme.matchAll(/`((?:akrelay|node|RECEIVER=\S+) [^`]+)`/g)].map(
      ([, command = '']) => command,
    );
    const { stdout } = await bash(commands.map((command) => `${command} > out 2>&1 && echo 0 || echo $?`).join('\n'));
    expect(commands.map((command, i) => `${stdout.split('\n')[i]} ${command}`)).toEqual([
      '0 akrelay config validate',
      '0 akrelay config show --resolved --config environments.yaml --env stage',
      '0 akrelay verify confirmed.eml',
      '1 akrelay verify bypassed.eml',
      '1 akrelay verify forged.eml',
      '2 akrelay verify sent-folder.eml',
      '65 akrelay verify not-an-email.html',
      '0 RECEIVER=mx.example.net ./ci-verify.sh mail',
      '0 node judge-path.mjs',
    ]);
  });
});
