const same = (text: string): string => text;

/** Prompts without colour, for NO_COLOR, --no-color and TERM=dumb: the prompt library on Node 20 asks nobody. */
export const plainPromptTheme = {
  prefix: { idle: '?', done: '✔' },
  spinner: { interval: 80, frames: ['…'] },
  style: {
    answer: same,
    message: same,
    error: (text: string) => `> ${text}`,
    defaultAnswer: (text: string) => `(${text})`,
    help: same,
    highlight: same,
    key: (text: string) => `<${text}>`,
    disabled: same,
    description: same,
    keysHelpTip: (keys: readonly (readonly [string, string])[]) =>
      keys.map(([key, action]) => `${key} ${action}`).join(' • '),
    maskedText: '[input is masked]',
    confirmDefault: (text: string) => text.charAt(0).toUpperCase() + text.slice(1),
  },
};
