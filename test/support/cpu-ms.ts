/** The time that this process has computed, in milliseconds: unlike the clock it stands while a busy machine runs others. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
