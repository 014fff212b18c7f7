const ascii = /^[\0-\x7f]*$/;

/**
 * A test by an expression that has letters, digits or controls of any script: `\p{L}\p{N}`, `\p{C}`, `\p{Cc}`. V8 takes a millisecond
 * for such classes, so a text in ASCII, as nearly all are, is tested without them.
 */
export function anyScript(source: string): (text: string) => boolean {
  const plain = new RegExp(source.replaceAll('\\p{L}\\p{N}', 'A-Za-z0-9').replace(/\\p\{Cc?\}/g, '\\0-\\x1f\\x7f'));
  let whole: RegExp | undefined;
  return (text) => {
    if (ascii.test(text)) return plain.test(text);
    whole ??= new RegExp(source, 'u');
    return whole.test(text);
  };
}
