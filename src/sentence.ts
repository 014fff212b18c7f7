/** A summary or a remark as a sentence: with a capital, and a full stop where nothing else ends it. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;
}
