interface Line {
  readonly text: string;
}

const passwordKey = /(?<=^|[\s{,-])["']?password["']?\s*:/g;
const reference = /^\s*(?:[&!]\S+\s+)*\{\s*["']?(?:env|file|command)["']?\s*:/;
const referenceKey = /^\s*\{?\s*["']?(?:env|file|command)["']?\s*:/;
/** A flow scalar that ends on its own line (YAML 1.2.2 §7.3). */
const wholeScalar = /^\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'\s,}][^,}]*)\s*(?:[,}#].*)?$/;

/** Where a password goes on: lines indented deeper than its key, or, inside braces, lines up to the closing brace. */
type Rest = { readonly kind: 'deeper'; readonly than: number } | { readonly kind: 'braces' };

/**
 * Lines of the config with every password that stands in them masked, whatever its quotes and however many lines it
 * takes; a reference stays. Masks too much rather than too little.
 */
export function maskedLines<ALine extends Line>(lines: readonly ALine[]): ALine[] {
  let rest: Rest | undefined;
  return lines.map((line) => {
    const indent = line.text.length - line.text.trimStart().length;
    if (rest && goesOn(rest, line.text, indent)) {
      if (rest.kind === 'braces' && line.text.includes('}')) rest = undefined;
      const isHarmless = referenceKey.test(line.text) || line.text.trim() === '';
      return isHarmless ? line : { ...line, text: `${' '.repeat(indent)}***` };
    }
    rest = undefined;
    const at = literalAt(line.text);
    if (at === undefined) return line;
    const [key, value] = [line.text.slice(0, at), line.text.slice(at)];
    rest = restOf(key, value);
    return /^\s*(?:#.*)?$/.test(value) ? line : { ...line, text: `${key} ***` };
  });
}

/** Where the first password of the line that is no reference begins, right behind its colon. */
function literalAt(text: string): number | undefined {
  return [...text.matchAll(passwordKey)]
    .map((match) => match.index + match[0].length)
    .find((at) => !reference.test(text.slice(at)));
}

function goesOn(rest: Rest, text: string, indent: number): boolean {
  return rest.kind === 'braces' || indent > rest.than || text.trim() === '';
}

function restOf(key: string, value: string): Rest | undefined {
  if (key.includes('{')) return wholeScalar.test(value) ? undefined : { kind: 'braces' };
  return { kind: 'deeper', than: key.search(/["']?password["']?\s*:$/) };
}
