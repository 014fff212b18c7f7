import type { View } from '../commands/command.js';
import type { CompletionResult, Shell } from '../commands/completion.js';
import { safeText } from '../safe-text.js';
import { bashScript } from './completion/bash.js';
import { fishScript } from './completion/fish.js';
import { powershellScript } from './completion/powershell.js';
import { zshScript } from './completion/zsh.js';
import { renderJson } from './json.js';

const scripts: Readonly<Record<Shell, string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** Suggestions for the scripts: a line each, the word, a tab, what it is; the line `:files` where the shell completes files. */
export const completionView: View<CompletionResult> = {
  human: (result) => {
    if (result.kind === 'script') return scripts[result.shell];
    if (result.files === 'wanted') return ':files\n';
    return result.suggestions.map(({ word, about }) => `${safeText(word)}\t${safeText(about)}\n`).join('');
  },
  json: (result) =>
    result.kind === 'script'
      ? renderJson('completion@1', { shell: result.shell, script: scripts[result.shell] })
      : renderJson('completion-suggest@1', { suggestions: result.suggestions, files: result.files === 'wanted' }),
};
