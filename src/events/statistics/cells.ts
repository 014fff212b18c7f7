import { readTime } from '../read-time.js';

/** A whole number in digits; undefined for everything else: in `1 234` and `1,234` nobody says what the sign between means. */
export function readFigure(cell: string): number | undefined {
  const text = cell.trim();
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A day as an export writes it, with the offset that it states. */
export interface StatedDay {
  /** `2026-11-28`. */
  readonly day: string;
  /** `+03:00`; undefined where none is stated. */
  readonly zone: string | undefined;
}

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i;
const russian = /^(\d\d)\.(\d\d)\.(\d{4})(?:,?\s+(\d\d:\d\d(?::\d\d)?))?$/;

/**
 * `2026-11-28`, the same with a time and an offset, `28.11.2026` with or without a time. Undefined for everything else: of `11/12/2026`
 * nobody knows which is the month.
 */
export function readDay(cell: string): StatedDay | undefined {
  const text = cell.trim();
  const written = iso.exec(text);
  if (written !== null) return checked([written[1], written[2], written[3]], written[4], written[5]);
  const [, day, month, year, clock] = russian.exec(text) ?? [];
  return checked([year, month, day], clock, undefined);
}

function checked(
  parts: readonly (string | undefined)[],
  clock: string | undefined,
  zone: string | undefined,
): StatedDay | undefined {
  const day = parts.join('-');
  if (readTime(clock === undefined ? day : `${day} ${clock}${zone ?? ''}`, '+00:00') === undefined) return undefined;
  return { day, zone: zone === undefined ? undefined : plainZone(zone) };
}

/** `Z`, `+0300` and `+03:00` in the one form. */
function plainZone(zone: string): string {
  if (/^z$/i.test(zone)) return '+00:00';
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

/** The day of a moment in a zone such as `+03:00`. */
export function dayAt(atMs: number, zoneMs: number): string {
  return new Date(atMs + zoneMs).toISOString().slice(0, 10);
}

/** `+03:00` in milliseconds; the text was checked before. */
export function zoneMs(zone: string): number {
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
