import { safeText } from '../safe-text.js';
import type { WordKind } from './words.js';

/**
 * A program and its arguments as a person types them: words with spaces between, single or double quotes around spaces. No shell
 * reads them: no variables, no patterns.
 */
export const commandLine: WordKind<readonly string[]> = {
  accepts: 'a program and its arguments',
  example: "'pass show mail/sendsay'",
  read: (line) => {
    if (safeText(line) !== line || !/^\s*(?:(?:[^\s'"]|'[^']*'|"[^"]*")+(?:\s+|$))+$/.test(line)) return undefined;
    const words = line.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
    return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_quoted, single, double) => single ?? double));
  },
};
