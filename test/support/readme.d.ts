/** Returns the README with the output of every command as it is now. */
export function rerun(readme: string): string;
