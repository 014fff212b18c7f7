/** The front door of the events: one model, the readers of each provider's formats, what makes two events the same. */
export { type EventStatistics, eventCounter, type SourceStatistics } from './count.js';
export { identityOf, recipientKey } from './identity.js';
export {
  type EventSource,
  eventFields,
  eventKinds,
  eventSources,
  type MailEvent,
  type RawEvent,
} from './mail-event.js';
export { defaultMappings, type Mapping, type Mappings, mappingsWith } from './mapping.js';
export { type EventQuery, matches } from './query.js';
export {
  type BodyFacts,
  type BodyFormat,
  type BodyReading,
  type EventsReading,
  mailEvents,
  readBody,
  readStoredJson,
  withExactNumbers,
} from './read-body.js';
export { readEvent } from './read-event.js';
export { readTime } from './read-time.js';
export { type ClickHousePlace, nameOfPlace, type StorePlace } from './store-place.js';
export { type Scenario, type SyntheticCall, scenarios, scenarioWords, syntheticCalls } from './synthetic.js';
