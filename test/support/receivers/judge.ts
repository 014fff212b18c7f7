import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { akrelay, emptyFolder } from '../program.js';

export interface Judgement {
  readonly verdict: 'confirmed' | 'not-confirmed' | 'unknown';
  readonly reason: string;
}

/** What `akrelay verify` says of each of the messages, with these receivers named; undefined for an empty one. */
export async function judge(
  messages: readonly string[],
  receivers: readonly string[],
): Promise<readonly (Judgement | undefined)[]> {
  const cwd = await emptyFolder();
  try {
    await mkdir(path.join(cwd, 'mail'));
    for (const [index, text] of messages.entries())
      if (text !== '') await writeFile(path.join(cwd, 'mail', fileOf(index)), text, 'latin1');
    const words = receivers.flatMap((name) => ['--receiver', name]);
    const { stdout, stderr } = await akrelay(['verify', 'mail', '--relay', 'sendsay', '--json', ...words], { cwd });
    if (stdout === '') throw new Error(stderr);
    const { results } = JSON.parse(stdout) as {
      readonly results: readonly (Judgement & { readonly source: string })[];
    };
    const found = new Map(
      results.map(({ source, verdict, reason }) => [path.basename(source), { verdict, reason }] as const),
    );
    return messages.map((_, index) => found.get(fileOf(index)));
  } finally {
    await rm(cwd, { recursive: true });
  }
}

function fileOf(index: number): string {
  return `${String(index).padStart(3, '0')}.eml`;
}
