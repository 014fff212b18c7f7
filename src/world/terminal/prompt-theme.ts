import { widthOf, wrapText } from '../../cells.js';

export interface ThemeParts {
  /** The question. */
  readonly message: string;
  /** Cells of a line. */
  readonly columns: number;
  readonly colour: 'on' | 'off';
}

/**
 * How a question and what is behind it are laid out: broken between words, where the prompt library would break inside
 * them. Without colour for NO_COLOR, --no-color and TERM=dumb: the library on Node 20 asks nobody.
 */
export function promptTheme({ message, columns, colour }: ThemeParts) {
  // The library writes a space after it, which must not begin a line.
  const asked = wrapText(`? ${message}`, columns - 1).slice(2);
  const used = widthOf(`? ${asked}`.split('\n').at(-1) ?? '');
  const placed = (text: string): string =>
    used + 1 + widthOf(text) <= columns ? text : `\n${wrapText(`  ${text}`, columns)}`;
  const { bold, dim, cyan, red } = colour === 'on' ? colours : plain;
  const answered = (text: string): string => cyan(placed(text));
  return {
    placed,
    answered,
    theme: {
      ...(colour === 'off' ? plainTheme : {}),
      style: {
        ...(colour === 'off' ? plainTheme.style : {}),
        message: () => bold(asked),
        answer: answered,
        defaultAnswer: (text: string) => dim(placed(`(${text})`)),
        error: (text: string) => red(wrapText(`> ${text}`, columns)),
      },
    },
  };
}

/** The label of a choice, which is after two cells for the cursor. */
export function choiceLabel(label: string, columns: number): string {
  return wrapText(`  ${label}`, columns).slice(2);
}

/** ECMA-48 SGR. */
function painter(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}

const colours = { bold: painter(1, 22), dim: painter(2, 22), cyan: painter(36, 39), red: painter(31, 39) };

const same = (text: string): string => text;
const plain = { bold: same, dim: same, cyan: same, red: same };

const plainTheme = {
  prefix: { idle: '?', done: '✔' },
  spinner: { interval: 80, frames: ['…'] },
  style: {
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
