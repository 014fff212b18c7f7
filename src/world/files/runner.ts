import { readFile } from 'node:fs/promises';

/** A process of this machine. */
export interface Runner {
  readonly pid: number;
  /** When it began, in the words of the system, for a number is given again; undefined where that is not known. */
  readonly started: string | undefined;
}

export async function thisRunner(): Promise<Runner> {
  return { pid: process.pid, started: await startOf(process.pid) };
}

/** Whether it still runs, stopped or not. */
export async function isRunning({ pid, started }: Runner): Promise<boolean> {
  // 0 and negative numbers would be groups of processes.
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid)) return false;
  const now = await startOf(pid);
  return started === undefined || now === undefined || now === started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Clock ticks since the system began (Linux, proc_pid_stat(5), field 22); the name before may hold spaces and brackets. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
