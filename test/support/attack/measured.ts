import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { program } from '../program-under-test.js';

/** A run of the built program, with what it cost. */
export interface MeasuredRun {
  /** undefined: it had to be killed. */
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** From the start, or from SIGINT, to the end. */
  readonly tookMs: number;
  /** The most memory that the process held, as last seen. */
  readonly peakBytes: number | undefined;
}

export interface MeasureOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** When it is killed. */
  readonly limitMs: number;
  /** Sends SIGINT when this is done. */
  readonly interrupt?: Promise<unknown>;
}

/** Runs the program and measures it from outside: Linux tells the most memory that a process ever held (proc(5), VmHWM). */
export async function measured(words: readonly string[], options: MeasureOptions): Promise<MeasuredRun> {
  const { cwd, env, limitMs, interrupt } = options;
  const startMs = performance.now();
  const child = spawn(program.file, [...program.words, ...words], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, ...env },
  });
  let peakBytes: number | undefined;
  const watch = setInterval(() => {
    peakBytes = peakOf(child.pid) ?? peakBytes;
  }, 20);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString();
  });
  const kill = setTimeout(() => child.kill('SIGKILL'), limitMs);
  let interruptedMs: number | undefined;
  interrupt?.then(() => {
    interruptedMs = performance.now();
    child.kill('SIGINT');
  });
  const exit = await new Promise<number | undefined>((resolve) =>
    // As a shell tells it: ended by SIGINT while it was ending anyway.
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : undefined))),
  );
  clearTimeout(kill);
  clearInterval(watch);
  const tookMs = performance.now() - (interruptedMs ?? startMs);
  return { exit, ...said, tookMs, peakBytes };
}

/** Undefined once the process has ended. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
