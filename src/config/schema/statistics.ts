import * as v from 'valibot';
import { columnFields } from '../../events/statistics/index.js';
import { closed, wholeNumber } from './parts.js';
import { secretReference } from './secret.js';
import { isHttpUrl, text, zone } from './words.js';

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

const apiUrl = v.pipe(text, v.check(isHttpUrl, 'value/url'), v.description('Address of the API, without a path'));
const token = v.pipe(secretReference, v.description('Where the token is found; it is never part of an address'));

const sendsayApi = closed({
  account: v.pipe(text, v.regex(/^[\w.-]+$/, 'value/text'), v.description('Account, as in the address of the API')),
  token,
  url: v.optional(apiUrl),
});

const altcraftApi = closed({
  url: apiUrl,
  token,
  lists: v.pipe(
    v.array(wholeNumber(1, Number.MAX_SAFE_INTEGER, 'Id of a database'), 'value/list'),
    v.minLength(1, 'value/empty'),
    v.description('Ids of the databases whose history is read'),
  ),
});

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
  sendsay: v.optional(
    v.pipe(
      closed({
        ...side,
        select,
        api: v.optional(v.pipe(sendsayApi, v.description('Sendsay’s API, for the source api'))),
      }),
      v.description('Where Sendsay’s figures are found'),
    ),
  ),
  altcraft: v.optional(
    v.pipe(
      closed({ ...side, api: v.optional(v.pipe(altcraftApi, v.description('Altcraft’s API, for the source api'))) }),
      v.description('Where Altcraft’s figures are found'),
    ),
  ),
});
