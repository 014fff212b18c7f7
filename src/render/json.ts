/** The one JSON object of a result, with its schema first: `{"schema": "akrelay/verify@1", …}`. */
export function renderJson(schema: string, fields: object): string {
  return `${JSON.stringify({ schema: `akrelay/${schema}`, ...fields }, null, 2)}\n`;
}

/** The same on one line, for a stream of results. */
export function jsonLine(schema: string, fields: object): string {
  return `${JSON.stringify({ schema: `akrelay/${schema}`, ...fields })}\n`;
}
