interface Line {
  readonly text: string;
}

/** The key of a password, and what stands after it on its line. */
const passwordKey = /^((?:.*[\s{,-])?["']?password["']?\s*:)(.*)$/;
const reference = /^\s*(?:[&!]\S+\s+)*\{\s*["']?(?:env|file|command)["']?\s*:/;
const referenceKey = /^\s*["']?(?:env|file|command)["']?\s*:/;

/**
 * Lines of the config with every password that stands in them masked, whatever its quotes and however many lines it
 * takes; a reference stays. Masks too much rather than too little.
 */
export function maskedLines<ALine extends Line>(lines: readonly ALine[]): ALine[] {
  let insideDeeperThan: number | undefined;
  return lines.map((line) => {
    const indent = line.text.length - line.text.trimStart().length;
    if (insideDeeperThan !== undefined && (indent > insideDeeperThan || line.text.trim() === '')) {
      return referenceKey.test(line.text) || line.text.trim() === ''
        ? line
        : { ...line, text: `${' '.repeat(indent)}***` };
    }
    insideDeeperThan = undefined;
    const [, key, value = ''] = passwordKey.exec(line.text) ?? [];
    if (key === undefined || reference.test(value)) return line;
    insideDeeperThan = key.search(/["']?password["']?\s*:$/);
    return /^\s*(?:#.*)?$/.test(value) ? line : { ...line, text: `${key} ***` };
  });
}
