import { cutTo, widthOf, wrapText } from '../../cells.js';
import { safeText } from '../../safe-text.js';
import type { Talk } from '../world.js';

/** From the last line of what is drawn to its first, all erased (ECMA-48 CUU, ED). */
function erase(lines: number): string {
  return `\r${lines > 1 ? `\u001b[${lines - 1}A` : ''}\u001b[J`;
}

/**
 * Talk on a stream of the process, which is opened with the first word: most calls have none. After Ctrl-C no progress is left on the
 * screen, and none is drawn.
 */
export function nodeTalk(
  stream: () => NodeJS.WriteStream,
  mode: 'normal' | 'quiet',
  cancelled: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Talk {
  let drawn: readonly string[] = [];
  /** A terminal that was made narrower has wrapped what was drawn. */
  const erased = (): string => {
    if (drawn.length === 0) return '';
    const columns = stream().columns || 80;
    return erase(drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0));
  };
  const say = (line: string): void => {
    const { isTTY, columns } = stream();
    stream().write(`${erased()}${wrapText(safeText(line), (isTTY && columns) || undefined)}\n`);
    drawn = [];
  };
  const draw = (lines: readonly string[]): void => {
    if (lines.length === 0 && drawn.length === 0) return;
    const { isTTY } = stream();
    const columns = stream().columns || 80;
    const rows = stream().rows || 24;
    if (!isTTY || env['TERM'] === 'dumb') return;
    // What has scrolled away could not be erased: of a longer list the end is shown.
    const shown = lines.slice(-Math.max(1, rows - 1)).map((line) => cutTo(safeText(line), columns - 1));
    stream().write(`${erased()}${shown.join('\n')}`);
    drawn = shown;
  };
  cancelled.addEventListener('abort', () => draw([]));
  return {
    note: (line) => {
      if (mode === 'normal') say(line);
    },
    warn: (line) => say(`warning: ${line}`),
    progress: (lines) => {
      if (mode === 'quiet' || (cancelled.aborted && lines !== undefined)) return;
      draw(lines === undefined ? [] : typeof lines === 'string' ? [lines] : lines);
    },
  };
}
