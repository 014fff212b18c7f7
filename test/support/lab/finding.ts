/** What `send --json` found: the outcome of its receipt, or the id in its error. */
export function findingIn({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): unknown {
  if (stdout !== '') return JSON.parse(stdout).outcome;
  return JSON.parse(stderr.slice(stderr.indexOf('{'))).error.id;
}
