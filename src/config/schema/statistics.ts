import * as v from 'valibot';
import { columnFields } from '../../events/statistics/index.js';
import { closed } from './parts.js';
import { text, zone } from './words.js';

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

const select = v.optional(
  v.pipe(
    v.array(text, 'value/list'),
    v.description('What the rows of a saved reply of stat.uni hold: the select of its request'),
    v.examples([['issue.id', 'issue.name', 'issue.dt:Ys', 'issue.deliv_ok']]),
  ),
);

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
  zone: v.optional(
    v.pipe(zone, v.description('Whose days events are counted by, as an offset from UTC'), v.examples(['+03:00'])),
  ),
  unsubscribeLinks: v.optional(
    v.pipe(
      v.array(text, 'value/list'),
      v.description('Texts that stand in the links that unsubscribe in Altcraft, and in no others'),
      v.examples([['unsub']]),
    ),
  ),
  sendsay: v.optional(v.pipe(closed({ ...side, select }), v.description("Where Sendsay's figures are found"))),
  altcraft: v.optional(v.pipe(closed(side), v.description("Where Altcraft's figures are found"))),
});
