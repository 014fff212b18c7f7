import { AkrelayError } from '../../errors.js';
import type { MailEvent } from '../../events/index.js';
import type { PlacedValue } from '../../world/statistics/statistics-room.js';

/** Takes in what a source says, in whatever form it comes. Each throws `bad-input` that names the place. */
export interface SourceReader {
  /** What an API is asked for. */
  readonly wants: 'figures' | 'clicks';
  /** For the rows below a title line; `place` begins a sentence: "Row 7 of altcraft.csv". */
  readonly csvReader: (origin: string, titles: readonly string[]) => (cells: readonly string[], place: string) => void;
  readonly addValue: (value: PlacedValue) => void;
  /** Of a store; each event once. */
  readonly addEvent: (event: MailEvent) => void;
}

export function badInput(message: string, hint: string): AkrelayError {
  return new AkrelayError('bad-input', { message, hint });
}
