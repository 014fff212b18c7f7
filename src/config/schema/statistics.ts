import * as v from 'valibot';
import { columnFields } from '../../events/statistics/index.js';
import { closed } from './parts.js';
import { text } from './words.js';

const columns = closed(
  Object.fromEntries(
    columnFields.map((field) => [
      field,
      v.optional(
        v.pipe(v.array(text, 'value/list'), v.description(`Titles that are tried first for the column ${field}`)),
      ),
    ]),
  ),
);

const side = {
  files: v.optional(
    v.pipe(
      v.array(text, 'value/list'),
      v.description('Exports that are compared; relative to the folder of this config'),
    ),
  ),
  columns: v.optional(v.pipe(columns, v.description('Titles of columns, beside those that are known'))),
};

export const statistics = closed({
  tolerance: v.optional(
    v.pipe(
      v.string('value/tolerance'),
      v.regex(/^(?:100|\d{1,2}(?:\.\d{1,4})?)$/, 'value/tolerance'),
      v.metadata({
        json: {
          type: 'number',
          minimum: 0,
          maximum: 100,
          description: 'What may stay unexplained, in per cent of the larger figure',
        },
      }),
    ),
  ),
  sendsay: v.optional(v.pipe(closed(side), v.description('Where Sendsay’s figures are found'))),
  altcraft: v.optional(v.pipe(closed(side), v.description('Where Altcraft’s figures are found'))),
});
