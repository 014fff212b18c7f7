import { AkrelayError } from '../../errors.js';
import type { TranscriptLine } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';

/** A transcript that is told as it happens and kept for the JSON; undefined when nobody asked for one. */
export interface Transcript {
  readonly lines: readonly TranscriptLine[];
  readonly observe: (line: TranscriptLine) => void;
}

export function startTranscript(mode: 'told' | 'off', { talk }: Pick<World, 'talk'>): Transcript | undefined {
  if (mode === 'off') return undefined;
  const lines: TranscriptLine[] = [];
  const observe = (line: TranscriptLine): void => {
    lines.push(line);
    // A relay that takes commands in a row answers them in a row: the answer says which one it is to.
    const answered = line.answers === undefined ? '' : `  [${line.answers}]`;
    for (const text of line.text.split('\n'))
      talk.note(`${line.atMs.toFixed(1).padStart(8)} ms  ${marks[line.from]} ${text}${answered}`);
  };
  return { lines, observe };
}

const marks: Readonly<Record<TranscriptLine['from'], string>> = { client: '->', server: '<-', session: '--' };

/** The work's result; a failure takes the transcript with it into its JSON. */
export async function withTranscript<T>(transcript: Transcript | undefined, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!transcript || !(error instanceof AkrelayError)) throw error;
    const { message, hint, details, data, cause } = error;
    const parts = { message, details, data: { ...data, transcript: transcript.lines }, cause };
    throw new AkrelayError(error.kind, hint === undefined ? parts : { ...parts, hint });
  }
}
