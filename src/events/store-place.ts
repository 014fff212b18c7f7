/** Where a store in ClickHouse is, and who asks for it. */
export interface ClickHousePlace {
  readonly kind: 'clickhouse';
  /** `http://host:8123`, without credentials and path. */
  readonly url: string;
  readonly database: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Authorities that are trusted too. */
  readonly caPem: string | undefined;
}

/** A store is a folder, or a place in ClickHouse. */
export type StorePlace = string | ClickHousePlace;

/** How a place is written in messages. */
export function nameOfPlace(place: StorePlace): string {
  return typeof place === 'string' ? place : `clickhouse:${place.url}/${place.database}`;
}
