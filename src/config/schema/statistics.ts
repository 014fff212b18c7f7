import * as v from 'valibot';
import { columnFields } from '../../events/statistics/index.js';
import { closed, wholeNumber } from './parts.js';
import { secretReference } from './secret.js';
import { isHttpUrl, text, zone } from './words.js';

const columns = closed(
  Object.fromEntries(
    columnFields.map((field) => [
      field,
      v.optional(v.pipe(v.array(text, 'value/list'), v.description(`Column titles to try first for ${field}`))),
    ]),
  ),
);

const side = {
  files: v.optional(
    v.pipe(v.array(text, 'value/list'), v.description('Exports to compare; relative to the folder of this config')),
  ),
  columns: v.optional(v.pipe(columns, v.description('Additional column titles'))),
};

const select = v.optional(
  v.pipe(
    v.array(text, 'value/list'),
    v.description('The select of the request for a saved reply of stat.uni'),
    v.examples([['issue.id', 'issue.name', 'issue.dt:Ys', 'issue.deliv_ok']]),
  ),
);

const apiUrl = v.pipe(text, v.check(isHttpUrl, 'value/url'), v.description('URL of the API, without a path'));
const token = v.pipe(secretReference, v.description('Source of the token, which is never part of a URL'));

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
    v.description('Ids of the databases to read the history of'),
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
          description: 'Unexplained part to tolerate, in percent of the larger figure',
        },
      }),
    ),
  ),
  zone: v.optional(
    v.pipe(zone, v.description('Time zone for the days of events, as a UTC offset'), v.examples(['+03:00'])),
  ),
  unsubscribeLinks: v.optional(
    v.pipe(
      v.array(text, 'value/list'),
      v.description("Texts that appear only in Altcraft's unsubscribe links"),
      v.examples([['unsub']]),
    ),
  ),
  sendsay: v.optional(
    v.pipe(
      closed({
        ...side,
        select,
        api: v.optional(v.pipe(sendsayApi, v.description("Sendsay's API, for the source api"))),
      }),
      v.description("Sources of Sendsay's figures"),
    ),
  ),
  altcraft: v.optional(
    v.pipe(
      closed({ ...side, api: v.optional(v.pipe(altcraftApi, v.description("Altcraft's API, for the source api"))) }),
      v.description("Sources of Altcraft's figures"),
    ),
  ),
});
