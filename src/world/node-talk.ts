import { safeText } from '../safe-text.js';
import type { Talk } from './world.js';

const eraseLine = '\r\u001b[K';

/** Talk on a stream of the process, with secrets masked. */
export function nodeTalk(stream: NodeJS.WriteStream, mode: 'normal' | 'quiet', redact: (text: string) => string): Talk {
  let drawn = false;
  const say = (line: string): void => {
    stream.write(`${drawn ? eraseLine : ''}${redact(safeText(line))}\n`);
    drawn = false;
  };
  return {
    note: (line) => {
      if (mode === 'normal') say(line);
    },
    warn: (line) => say(`warning: ${line}`),
    progress: (line) => {
      if (!stream.isTTY || mode === 'quiet' || (line === undefined && !drawn)) return;
      stream.write(
        line === undefined ? eraseLine : `${eraseLine}${redact(safeText(line)).slice(0, (stream.columns ?? 80) - 1)}`,
      );
      drawn = line !== undefined;
    },
  };
}
