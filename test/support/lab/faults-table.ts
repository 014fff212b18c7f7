import { exitCodes } from '../../../src/exit-code.js';
import type { Run } from '../program.js';
import type { FaultCase } from './faults.js';

export interface FaultRun extends FaultCase {
  /** What `akrelay send` printed. */
  readonly run: Run;
}

/** The table of `test/golden/FAULTS.md`: what a relay does, what `send` says, how it exits. */
export function faultsTable(faults: readonly FaultRun[]): string {
  const rows = faults.map(
    ({ id, does, exit, finding, run }) => `| \`${id}\` | ${does} | ${sentenceOf(run)} | ${exit} | \`${finding}\` |`,
  );
  return [
    '# What `akrelay send` says when a relay fails',
    '',
    `Each row is a scripted relay on a real socket (\`test/support/lab/faults.ts\`), and what the command printed. The test writes this`,
    `file with UPDATE_GOLDEN=1 and compares it in every other run. \`akrelay explain <finding>\` says more.`,
    '',
    '| fault | the relay | `akrelay send` says | exit | finding |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `Exit codes: ${exitsOf(faults)}.`,
    '',
  ].join('\n');
}

/** How long was waited depends on the machine: on a busy one the time for the whole session runs out first. */
export function withoutTimes(text: string): string {
  return text.replaceAll(/ within (?:the time limit of )?[\d.]+ s(?: for the session)?/g, ' within … s');
}

/** The first line that says how it ended, with the port and the times of the run taken out. */
function sentenceOf({ stdout, stderr }: Run): string {
  const line = stdout.split('\n')[0] || stderr.split('\n').find((one) => one.startsWith('error: ')) || '';
  return withoutTimes(line)
    .replace(/^error: /, '')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'relay:587')
    .replaceAll('|', '\\|');
}

function exitsOf(faults: readonly FaultRun[]): string {
  const codes = [...new Set(faults.map(({ exit }) => exit))].sort((a, b) => a - b);
  return codes
    .map((code) => `${code} ${Object.values(exitCodes).find((one) => one.code === code)?.meaning ?? ''}`)
    .join(' · ');
}
