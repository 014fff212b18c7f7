import type { World } from '../world/world.js';

/** Tells how many whole milliseconds have passed since it was made. */
export function stopwatch({ clock }: Pick<World, 'clock'>): () => number {
  const startMs = clock.elapsedMs();
  return () => Math.round(clock.elapsedMs() - startMs);
}
