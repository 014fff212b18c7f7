import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const bin = path.resolve('bin/akrelay.cjs');

/** A relay in a process of its own (`akrelay lab`: STARTTLS, AUTH LOGIN), and a folder with a sender for it. */
export async function startLab(...words) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'akrelay-bench-'));
  const child = spawn(process.execPath, [bin, 'lab', '--json', ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise((resolve) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.endsWith('}\n')) resolve(JSON.parse(said).port);
    });
  });
  writeFileSync(
    path.join(cwd, 'akrelay.yaml'),
    `version: 1
senders:
  - { name: lab, provider: custom, relay: { host: "localhost:${port}", tls: starttls, auth: login, username: { env: U }, password: { env: P } }, path: { networks: [192.0.2.25/32] } }
test: { from: a@example.com, recipients: [b@example.net] }
`,
  );
  return { cwd, port, env: { ...process.env, U: 'user', P: 'password' }, stop: () => child.kill('SIGINT') };
}
