import * as v from 'valibot';

/** A map that takes these keys and no other. Each unknown key is a problem of its own. */
export function closed<const Entries extends v.ObjectEntries>(entries: Entries) {
  return noList(
    v.objectWithRest(entries, v.never('unknown-key'), (issue) =>
      issue.received === 'undefined' ? 'missing-key' : 'value/map',
    ),
  );
}

/** A map whose keys are the user's own names, all with values of one shape. */
export function named<const Value extends v.GenericSchema>(value: Value) {
  return noList(v.record(v.string(), value, 'value/map'));
}

/** To the library a list is a map of its indexes, and an empty one a map without keys. */
function noList<Schema extends v.GenericSchema>(schema: Schema): Schema {
  const run: Schema['~run'] = schema['~run'];
  return {
    ...schema,
    '~run'(dataset, config) {
      return run.call(this, Array.isArray(dataset.value) ? { ...dataset, value: 'a list' } : dataset, config);
    },
  };
}

/** A whole number, written in digits. */
export function wholeNumber(least: number, most: number, description: string) {
  const rule = most === 100 ? 'value/percent' : 'value/whole-number';
  const maximum = most < Number.MAX_SAFE_INTEGER ? { maximum: most } : {};
  return v.pipe(
    v.string(rule),
    v.regex(/^(0|[1-9]\d{0,15})$/, rule),
    // What is after a transformation is not part of the JSON Schema.
    v.metadata({ json: { type: 'integer', minimum: least, ...maximum, description } }),
    v.transform(Number),
    v.minValue(least, rule),
    v.maxValue(most, rule),
  );
}

/** `true` or `false`. */
export function boolean(description: string) {
  return v.pipe(
    v.picklist(['true', 'false'], 'value/boolean'),
    v.metadata({ json: { type: 'boolean', description } }),
    v.transform((text) => text === 'true'),
  );
}

/** One of a closed set of words. */
export function choice<const Options extends readonly string[]>(options: Options, rule: string) {
  return v.picklist(options, rule);
}
