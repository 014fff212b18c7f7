/** Returns the README with the output of every command as it is now; `port` takes the place of the port 2525. */
export function rerun(readme: string, port: string): string;
