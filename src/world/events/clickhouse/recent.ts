/** The bodies of the last minutes that were seen, by their ids. */
export type Recent = Map<string, bigint>;

/** Microseconds, as `seq`: so much later a body may be stored than one that another receiver began to receive after it. */
const overtaking = 150_000_000n;

export function beforeOvertaking(seq: bigint): bigint {
  return seq > overtaking ? seq - overtaking : 0n;
}

export function newestOf(recent: Recent): bigint {
  let newest = 0n;
  for (const seq of recent.values()) if (seq > newest) newest = seq;
  return newest;
}

/** Forgets what nothing new can be before, and says where that ends. */
export function forgetOld(recent: Recent): bigint {
  const from = beforeOvertaking(newestOf(recent));
  for (const [body, seq] of recent) if (seq <= from) recent.delete(body);
  return from;
}
