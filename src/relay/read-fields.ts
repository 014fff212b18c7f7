/** The fields of what a file holds; none of what is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Text that is short enough to be one of ours. */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.length < 1_000;
}
