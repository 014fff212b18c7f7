import { link, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inProcess as akrelay } from '../support/in-process.js';
import { makeZoo } from '../support/lab/certificate-zoo.js';
import { type LabServer, startLab } from '../support/lab/server.js';
import { emptyFolder } from '../support/program.js';

let cwd: string;
let lab: LabServer;

const letter = `Message-ID: <1@example.com>
Date: Sat, 21 Nov 2026 09:00:00 +0000
From: a@example.com
To: qa@example.net
Subject: x
MIME-Version: 1.0
Content-Type: text/plain

hello
`;

beforeAll(async () => {
  const zoo = await makeZoo();
  cwd = await emptyFolder();
  lab = await startLab({ tls: 'starttls', auth: ['LOGIN'], faults: [], pair: zoo.pairs.good });
  const files = {
    'ca.pem': zoo.authority.caPem,
    'letter.eml': letter,
    'picture.png': 'a picture',
    'secret.txt': 'a password',
    'akrelay.yaml': `version: 1
senders:
  - name: main
    provider: custom
    relay: { host: "localhost:${lab.port}", tls: starttls, auth: login, username: user, password: { file: secret.txt } }
test: { from: test@example.com, recipients: [qa@example.net] }
`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(cwd, name), text);
  await symlink('akrelay.yaml', path.join(cwd, 'linked.yaml'));
  await link(path.join(cwd, 'letter.eml'), path.join(cwd, 'same-letter.eml'));
});

afterAll(() => lab.close());

const send = ['send', 'main', '--ca', 'ca.pem'];
const check = ['check', 'main', '--ca', 'ca.pem'];
const inForce = 'is the config in use';
const input = 'is an input of this command';

describe('no command writes over the config in force or its own input', () => {
  test.each([
    ['akrelay.yaml', [...send, '--save', 'akrelay.yaml'], inForce],
    ['akrelay.yaml', [...send, '--save', './akrelay.yaml'], inForce],
    ['akrelay.yaml', [...send, '--receipt', 'linked.yaml'], inForce],
    ['akrelay.yaml', [...check, '--save', 'akrelay.yaml'], inForce],
    ['akrelay.yaml', ['lab', '--ca-file', 'akrelay.yaml'], inForce],
    ['akrelay.yaml', ['lab', '--ca-file', 'linked.yaml', '--config', 'akrelay.yaml'], inForce],
    ['letter.eml', [...send, '--eml', 'letter.eml', '--save', 'letter.eml'], input],
    ['letter.eml', [...send, '--eml', 'letter.eml', '--receipt', 'same-letter.eml'], input],
    ['picture.png', [...send, '--attach', 'picture.png', '--save', 'picture.png'], input],
    ['ca.pem', [...send, '--receipt', 'ca.pem'], input],
    ['ca.pem', [...check, '--save', 'ca.pem'], input],
    ['secret.txt', [...send, '--receipt', 'secret.txt'], input],
    ['secret.txt', [...check, '--save', 'secret.txt'], input],
  ])('%s: %j', async (file, words, says) => {
    const before = await readFile(path.join(cwd, file), 'utf8');
    const told = lab.lines.length;
    const run = await akrelay(words, { cwd });
    expect([run.exit, run.stdout]).toEqual([64, '']);
    expect(run.stderr).toContain(says);
    expect(await readFile(path.join(cwd, file), 'utf8')).toBe(before);
    if (words[0] === 'send') expect(lab.lines.length).toBe(told);
  });

  test('what was written is said', async () => {
    const sent = await akrelay([...send, '--receipt', 'receipt.json', '--save', 'sent.eml'], { cwd });
    expect(sent).toMatchObject({ exit: 0, stderr: '' });
    expect(sent.stdout).toMatch(/\n {2}receipt +written to receipt\.json\n {2}message +saved as sent\.eml\n/);
    const saved = await akrelay([...check, '--save', 'look.json'], { cwd });
    expect([saved.exit, saved.stdout]).toEqual([0, expect.stringMatching(/\nSaved to look\.json\n/)]);
    const again = await akrelay([...check, '--compare', 'look.json', '--save', './look.json'], { cwd });
    expect([again.exit, again.stderr]).toEqual([0, '']);
  });

  test('of a message that was refused too', async () => {
    const refusing = await startLab({
      tls: 'none',
      auth: [],
      faults: [{ at: 'dot', act: { kind: 'say', bytes: '554 no\r\n' } }],
    });
    const config = `senders: [{ name: m, relay: { host: "127.0.0.1:${refusing.port}", tls: none, auth: none } }]\n`;
    await writeFile(path.join(cwd, 'refusing.yaml'), config);
    const words = ['--from', 'a@example.com', '--to', 'b@example.net', '--yes', '--receipt', 'refused.json'];
    const run = await akrelay(['send', 'm', '--config', 'refusing.yaml', ...words], { cwd });
    refusing.close();
    expect([run.exit, run.stderr]).toEqual([69, expect.stringContaining('\n  receipt: refused.json\n')]);
    expect(JSON.parse(await readFile(path.join(cwd, 'refused.json'), 'utf8'))).toMatchObject({ outcome: 'rejected' });
  });
});
