/** Whether a problem keeps the file from being used. */
export type Severity = 'error' | 'warning';

/** One thing that is wrong with the file, with its place and what to do about it. */
export interface Problem {
  /** Stable id, such as `sender/duplicate-name`; scripts may rely on it. */
  readonly rule: string;
  readonly severity: Severity;
  /** A phrase without a full stop, as in every list. Holds text of the file: make it harmless before showing. Never a secret. */
  readonly message: string;
  /** What to change: a sentence with a capital and a full stop, as every hint. */
  readonly fix: string;
  /** The file as shown to people. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
}

/** A problem as the rules state it: the place is still an offset into the text. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  readonly offset: number;
}

/** The same for findings that say the same of the same place. */
export function findingKey({ rule, offset, message }: Finding): string {
  return `${rule} ${offset} ${message}`;
}

/** The problem on one line: `akrelay.yaml:3:5 rule-id message. Fix.`. */
export function problemLine({ file, line, column, rule, message, fix }: Problem): string {
  return `${file}:${line}:${column} ${rule} ${message}. ${fix}`;
}

/** How many of each severity are told at once: more nobody reads, and a file that is something else has a million. */
const mostListed = 200;

/** Problems that are not told one by one. */
export interface Omitted {
  readonly errors: number;
  readonly warnings: number;
}

/** The findings to tell, in the order of the file, and how many there are besides them. */
export function listed(findings: readonly Finding[]): { readonly told: readonly Finding[]; readonly omitted: Omitted } {
  const ordered = [...findings].sort((a, b) => a.offset - b.offset);
  const left = { error: mostListed, warning: mostListed };
  const told = ordered.filter(({ severity }) => {
    left[severity] -= 1;
    return left[severity] >= 0;
  });
  return { told, omitted: { errors: Math.max(0, -left.error), warnings: Math.max(0, -left.warning) } };
}

/** Turns findings into problems, in the order given. */
export function placed(findings: readonly Finding[], text: string, file: string): Problem[] {
  const lineStarts = startsOfLines(text);
  return findings.map(({ offset, ...said }) => {
    const line = lineOf(lineStarts, offset);
    const place = { file, line, column: offset - (lineStarts[line - 1] ?? 0) + 1 };
    return { ...said, message: shortened(said.message), fix: shortened(said.fix), ...place };
  });
}

/** A sentence that quotes the file may quote all of it. */
function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

const longestText = 300;

/** Offsets at which the lines begin. */
export function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The line, from 1, that holds the offset. */
export function lineOf(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** What must be fixed before the config can be used. `offset` is a place in the text. */
export function error(rule: string, offset: number, message: string, fix: string): Finding {
  return { rule, severity: 'error', offset, message, fix };
}

/** What works and should still be looked at. */
export function warning(rule: string, offset: number, message: string, fix: string): Finding {
  return { rule, severity: 'warning', offset, message, fix };
}
