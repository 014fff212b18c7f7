import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inTurns, processMs } from '../measure.js';

const bin = path.resolve('bin/akrelay.cjs');
const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-bench-config-'));
const yaml = createRequire(import.meta.url).resolve('yaml');
const rounds = 5;

/** A config with so many senders, in a folder of its own. */
function configOf(senders) {
  const cwd = path.join(folder, String(senders));
  const items = Array.from(
    { length: senders },
    (_, i) =>
      `  - name: sender-${i} # the ${i}th\n    provider: sendsay\n    relay:\n      host: smtp.gate.sendsay.ru:587\n      tls: starttls\n      auth: login\n` +
      `      username: { env: LOGIN_${i} }\n      password: { env: PASSWORD_${i} }\n    webhook: { enabled: true, gateway: sendsay }\n    platform: { id: ${i + 1}, accounts: [306] }\n`,
  );
  mkdirSync(cwd, { recursive: true });
  writeFileSync(path.join(cwd, 'akrelay.yaml'), `version: 1\n\nsenders:\n${items.join('\n')}`);
  return cwd;
}

const parse = `require(${JSON.stringify(yaml)}).parse(require('node:fs').readFileSync('akrelay.yaml','utf8'))`;
const parseMs = (cwd) => processMs(process.execPath, ['-e', parse], { cwd });

function againstParse(limit, name, wordsOf) {
  return {
    name: `10,000 senders: ${name}, against a process that parses the file with yaml`,
    limit,
    measure: () => {
      const cwd = configOf(10_000);
      let round = 0;
      return inTurns(
        rounds,
        () => processMs(process.execPath, [bin, ...wordsOf(round++)], { cwd }),
        () => parseMs(cwd),
      );
    },
  };
}

/** The most memory that a call ever held, in megabytes. */
function peakMb(words, cwd) {
  const hook = path.join(folder, 'peak.cjs');
  const report = path.join(folder, 'peak.txt');
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)));`,
  );
  processMs(process.execPath, ['--require', hook, bin, ...words], { cwd });
  return Number(readFileSync(report, 'utf8')) / 1024;
}

export const cases = [
  againstParse(2.5, 'sender edit', (round) => [
    'sender',
    'edit',
    'sender-5000',
    '--host',
    `h${round}.gate.sendsay.ru:587`,
  ]),
  againstParse(1.5, 'sender list --json', () => ['sender', 'list', '--json']),
  againstParse(1.5, 'config validate', () => ['config', 'validate']),
  {
    name: 'memory of sender edit grows with the file: 16,000 senders over 8,000, less the program itself',
    // Linear growth is 2, quadratic 4; the heap grows in steps, and moves this by a third.
    limit: 2.6,
    measure: () => {
      const edit = ['sender', 'edit', 'sender-1', '--tls', 'none'];
      const [small, large] = [8_000, 16_000].map((senders) => peakMb(edit, configOf(senders)));
      const itself = peakMb(edit, configOf(2));
      return { ours: large - itself, baseline: small - itself, unit: 'MB' };
    },
  },
];
