import { wrapText } from '../../cells.js';
import { safeText } from '../../safe-text.js';
import type { Talk } from '../world.js';

const eraseLine = '\r\u001b[K';

/** Talk on a stream of the process, which is opened with the first word: most calls have none. */
export function nodeTalk(stream: () => NodeJS.WriteStream, mode: 'normal' | 'quiet'): Talk {
  let drawn = false;
  const say = (line: string): void => {
    const { isTTY, columns } = stream();
    stream().write(`${drawn ? eraseLine : ''}${wrapText(safeText(line), isTTY ? columns : undefined)}\n`);
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
      stream().write(line === undefined ? eraseLine : `${eraseLine}${safeText(line).slice(0, columns - 1)}`);
      drawn = line !== undefined;
    },
  };
}
