import type { ClickHousePlace, Mappings } from '../../../events/index.js';

export interface ClickHouseRequest {
  readonly place: ClickHousePlace;
  readonly mappings: Mappings;
  /** Hears of each row that is left out because it is not as it was written. */
  readonly damaged: () => void;
  readonly mask: (text: string) => string;
}
