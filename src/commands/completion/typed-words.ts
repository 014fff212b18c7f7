import type { Option } from 'commander';

/** What is before the cursor. */
export interface TypedWords {
  /** The words that are neither options nor their values. */
  readonly operands: readonly string[];
  /** The option whose value comes next. */
  readonly open: Option | undefined;
  /** `--` was seen: no options any more. */
  readonly ended: boolean;
}

/** Tells operands from options and their values, as commander will. */
export function readTyped(words: readonly string[], options: readonly Option[]): TypedWords {
  const operands: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return { operands: [...operands, ...words.slice(i + 1)], open: undefined, ended: true };
    if (!word.startsWith('-')) operands.push(word);
    const option = options.find(({ long, short }) => word === long || word === short);
    const takesValue = option?.required === true || option?.optional === true;
    if (takesValue && i === words.length - 1) return { operands, open: option, ended: false };
    if (takesValue) i++;
  }
  return { operands, open: undefined, ended: false };
}
