const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** A duration for people, in its two largest units: `2 h 4 min`, `0 s`; negative ones with a minus sign. */
export function delayText(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return '0 s';
  const parts: string[] = [];
  let rest = seconds;
  for (const [name, size] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${name}`);
    rest -= count * size;
  }
  return `${ms < 0 ? '-' : ''}${parts.join(' ')}`;
}
