import type { Run } from '../program.js';
import type { Rebuilt, Report } from './report.js';

export interface ReportRun {
  readonly report: Report;
  readonly run: Run;
}

/** The table of `test/golden/REPORTS.md`: who reported what, and what the program says of the same situation. */
export function reportsTable(ran: readonly ReportRun[]): string {
  return [
    '# Public reports, rebuilt',
    '',
    'Each row is a situation that somebody reported to a public project, rebuilt here: a scripted relay on a real socket, a name server with those records, or a',
    'message with those lines. `test/e2e/reports.test.ts` rebuilds them (the rows are in `test/support/reports/`), checks exit code and sentence, and compares this',
    'file; `UPDATE_GOLDEN=1` writes it.',
    '',
    '| source | situation | tried with | akrelay says | exit |',
    '|---|---|---|---|---|',
    ...ran.map(({ report, run }) => row(report, run)),
    '',
  ].join('\n');
}

function row({ source, situation, rebuilt, exit }: Report, run: Run): string {
  const [project = '', number = ''] = source.split('#');
  const link = `[${source}](https://github.com/${project}/issues/${number})`;
  const cells = [link, situation, `\`${commandOf(rebuilt)}\``, saidIn(rebuilt, run), String(exit)];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function commandOf(rebuilt: Rebuilt): string {
  if (rebuilt.kind === 'relay') return `akrelay ${rebuilt.words.join(' ')}`;
  return rebuilt.kind === 'records'
    ? 'akrelay check --dns'
    : `akrelay verify ${(rebuilt.words ?? []).join(' ')}`.trim();
}

/** The lines that answer, without the ports and times of the run. */
function saidIn(rebuilt: Rebuilt, { stdout, stderr }: Run): string {
  const lines = (stdout + stderr).split('\n').map((line) => line.trim());
  const told = rebuilt.kind === 'message' ? firstParagraph(lines) : lines.filter((line) => wanted(rebuilt).test(line));
  return told
    .join(' ')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/(?:localhost|127\.0\.0\.1):\d+/g, 'relay:587')
    .replaceAll(/ within (?:the time limit of )?[\d.]+ s(?: for the session)?/g, ' within … s')
    .replaceAll(/ \d+ ms\b/g, '')
    .replaceAll(/ --config \S+/g, '')
    .replaceAll(/20\d\d-\d\d-\d\d/g, '…');
}

function firstParagraph(lines: readonly string[]): string[] {
  const end = lines.indexOf('');
  return lines.slice(0, end < 0 ? undefined : end);
}

function wanted(rebuilt: Rebuilt): RegExp {
  if (rebuilt.kind === 'records')
    return /^(?:ok|warn|FAIL|\?) +(?:spf|dkim|dmarc) +(?!\S+ has no DMARC)(?!no selector)/;
  return /^(?:error:|hint:|FAIL|accepted|queue id|changed|qb@\S+ +rejected)/;
}
