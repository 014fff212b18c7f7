import { wrapText } from '../../cells.js';
import { safeText } from '../../safe-text.js';
import type { Talk } from '../world.js';

const eraseLine = '\r\u001b[K';

/** Talk on a stream of the process, with secrets masked. The stream is opened with the first word: most calls have none. */
export function nodeTalk(
  stream: () => NodeJS.WriteStream,
  mode: 'normal' | 'quiet',
  redact: (text: string) => string,
): Talk {
  let drawn = false;
  const say = (line: string): void => {
    const { isTTY, columns } = stream();
    stream().write(`${drawn ? eraseLine : ''}${wrapText(redact(safeText(line)), isTTY ? columns : undefined)}\n`);
    drawn = false;
  };
  return {
    note: (line) => {
      if (mode === 'normal') say(line);
    },
    warn: (line) => say(`warning: ${line}`),
    progress: (line) => {
      if (mode === 'quiet' || (line === undefined && !drawn)) return;
      const { isTTY, columns = 80 } = stream();
      if (!isTTY) return;
      stream().write(line === undefined ? eraseLine : `${eraseLine}${redact(safeText(line)).slice(0, columns - 1)}`);
      drawn = line !== undefined;
    },
  };
}
