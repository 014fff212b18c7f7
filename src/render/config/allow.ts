import type { View } from '../../commands/command.js';
import type { ConfigAllowResult } from '../../commands/config/allow.js';
import { safeJson, safeText } from '../../safe-text.js';
import { renderJson } from '../json.js';

export const configAllowView: View<ConfigAllowResult> = {
  human: ({ file, commands }) => {
    if (commands.length === 0) return `Confirmed: ${safeText(file)} can use its secrets until it changes.\n`;
    const lines = commands.map((argv) => `  ${safeText(argv.map(shownWord).join(' '))}\n`);
    return `Confirmed: ${safeText(file)} can use its secrets until it changes, and run:\n${lines.join('')}`;
  },
  json: (result) => renderJson('config-allow@1', result),
};

/** A word with anything odd in it is quoted, so that it can be told from its neighbours. */
function shownWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : safeJson(JSON.stringify(word));
}
