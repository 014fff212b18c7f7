let opened = false;

/** Standard error, opened when it is first asked for: that costs milliseconds, and most calls never write to it. */
export function standardError(): NodeJS.WriteStream {
  // A closed pipe must not end the process.
  if (!opened) process.stderr.on('error', () => undefined);
  opened = true;
  return process.stderr;
}
