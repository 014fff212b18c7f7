/** A file with statistics, recognised by its first bytes. */
export type OpenedExport =
  | {
      readonly kind: 'csv';
      readonly header: readonly string[];
      /** Portions of rows, in order, each with as many cells as the title line. Throws `bad-input` where the file is not a CSV or was cut. */
      readonly rows: AsyncIterable<readonly CsvRow[]>;
      /** Whether a line end is the last that was read. */
      readonly lastLine: () => 'ended' | 'open';
      /** Ends the reading before its end. */
      readonly close: () => Promise<void>;
    }
  /** One JSON value, or one a line. Throws `bad-input` where one is not whole. */
  | { readonly kind: 'json'; readonly values: AsyncIterable<PlacedValue> }
  /** A folder: a store of events. */
  | { readonly kind: 'folder' };

export interface CsvRow {
  /** As a spreadsheet counts: empty rows too, and a row may take several lines of the file. */
  readonly number: number;
  readonly cells: readonly string[];
}

export interface PlacedValue {
  /** `history.json`, or `line 7 of history.ndjson`. */
  readonly place: string;
  readonly value: unknown;
}

/** A secret is in a header or in the body, never in the URL. */
export interface JsonCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly caPem: string | undefined;
}

/** Of any status but 3xx, 429 and 5xx. */
export interface JsonReply {
  readonly status: number;
  readonly value: unknown;
}

/** Everything about statistics that touches the machine. */
export interface StatisticsRoom {
  /** `-` is standard input. Throws `input-missing` where there is no such file, `bad-input` where it is of no kind that can be read. */
  readonly open: (path: string) => Promise<OpenedExport>;
  /** Not a pipe, and not standard input. */
  readonly canReadAgain: (path: string) => boolean;
  /** One call of an API, with retries. Throws what `askJson` throws. */
  readonly ask: (call: JsonCall) => Promise<JsonReply>;
  /** Masks the secrets of the call in text that an API gave. */
  readonly mask: (text: string) => string;
}
