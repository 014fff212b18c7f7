import * as v from 'valibot';

/** A map that takes these keys and no other. Each unknown key is a problem of its own. */
export function closed<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.objectWithRest(entries, v.never('unknown-key'), (issue) =>
    issue.received === 'undefined' ? 'missing-key' : 'value/map',
  );
}

/** A whole number, written in digits. */
export function wholeNumber(least: number, most: number) {
  const rule = most === 100 ? 'value/percent' : 'value/whole-number';
  return v.pipe(
    v.string(rule),
    v.regex(/^(0|[1-9]\d{0,15})$/, rule),
    v.transform(Number),
    v.minValue(least, rule),
    v.maxValue(most, rule),
    v.metadata({
      json: { type: 'integer', minimum: least, ...(most < Number.MAX_SAFE_INTEGER ? { maximum: most } : {}) },
    }),
  );
}

export function boolean() {
  return v.pipe(
    v.picklist(['true', 'false'], 'value/boolean'),
    v.transform((text) => text === 'true'),
    v.metadata({ json: { type: 'boolean' } }),
  );
}

export function choice<const Options extends readonly string[]>(options: Options, rule: string) {
  return v.picklist(options, rule);
}
