import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A run of the built program, with what it cost. */
export interface MeasuredRun {
  /** undefined: it had to be killed. */
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
  /** Of the process; undefined when it was killed. */
  readonly peakBytes: number | undefined;
}

export interface MeasureOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** When it is killed. */
  readonly limitMs: number;
  /** Sends SIGINT so long after the start. */
  readonly interruptMs?: number;
}

/** Another build may be measured: `AKRELAY_PROGRAM=/path/to/bin/akrelay.cjs`. */
const program = path.resolve(process.env['AKRELAY_PROGRAM'] ?? 'bin/akrelay.cjs');

let runs = 0;

/** Runs the program and measures it from outside; its peak memory is told by the process itself as it ends. */
export async function measured(words: readonly string[], options: MeasureOptions): Promise<MeasuredRun> {
  const { cwd, env, limitMs, interruptMs } = options;
  const report = path.join(cwd, `peak-${++runs}`);
  const hook = path.join(cwd, 'peak.cjs');
  writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)));`,
  );
  const startMs = performance.now();
  const child = spawn(process.execPath, ['-r', hook, program, ...words], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, PEAK: report, ...env },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString();
  });
  const kill = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const interrupt = interruptMs === undefined ? undefined : setTimeout(() => child.kill('SIGINT'), interruptMs);
  const exit = await new Promise<number | undefined>((resolve) =>
    child.on('close', (code) => resolve(code ?? undefined)),
  );
  clearTimeout(kill);
  clearTimeout(interrupt);
  const tookMs = performance.now() - startMs;
  return { exit, ...said, tookMs, peakBytes: exit === undefined ? undefined : peakOf(report) };
}

function peakOf(report: string): number | undefined {
  try {
    return Number(readFileSync(report, 'utf8')) * 1024;
  } catch {
    return undefined;
  }
}
