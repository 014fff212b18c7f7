/** An input as a sentence names it: `-` is standard input. */
export function inputName(name: string): string {
  return name === '-' ? 'standard input' : name;
}
