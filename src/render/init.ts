import type { View } from '../commands/command.js';
import type { InitResult } from '../commands/init.js';
import { safeText } from '../safe-text.js';
import { renderJson } from './json.js';

export const initView: View<InitResult> = {
  human: ({ file }, { paint }) => `Wrote ${safeText(file)}\n${paint.dim('Next: akrelay sender create')}\n`,
  json: ({ file }) => renderJson('init@1', { path: file }),
};
