import { readFile } from 'node:fs/promises';

/** A process of this machine. */
export interface Runner {
  readonly pid: number;
  /** When it began, in the words of the system, for a number is given again; undefined where that is not known. */
  readonly started: string | undefined;
}

export async function thisRunner(): Promise<Runner> {
  return { pid: process.pid, started: (await statOf(process.pid))?.started };
}

/** Whether it still runs, stopped or not. One that was killed does not, though its parent has not asked about it yet. */
export async function isRunning({ pid, started }: Runner): Promise<boolean> {
  // 0 and negative numbers would be groups of processes.
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid)) return false;
  const now = await statOf(pid);
  return now?.state !== 'Z' && (started === undefined || now === undefined || now.started === started);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** State and clock ticks since the system began (Linux, proc_pid_stat(5), fields 3 and 22); the name before may hold spaces and brackets. */
async function statOf(
  pid: number,
): Promise<{ readonly state: string; readonly started: string | undefined } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', started: fields[19] };
}
