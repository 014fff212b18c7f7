/** The front door of the events: one model, the readers of each provider's formats, what makes two events the same. */
export { type EventCounter, type EventStatistics, eventCounter, type SourceStatistics } from './count.js';
export { canonical, type EventIdentity, identityOf, recipientKey } from './identity.js';
export {
  type EventField,
  type EventIds,
  type EventKind,
  type EventSource,
  eventFields,
  eventKinds,
  eventSources,
  type MailEvent,
  type RawEvent,
} from './mail-event.js';
export {
  altcraftMapping,
  defaultMappings,
  type Mapping,
  type Mappings,
  mappingsWith,
  sendsayMapping,
} from './mapping.js';
export { type EventQuery, matches } from './query.js';
export { type BodyFacts, type BodyFormat, type BodyReading, mailEvents, readBody, readJsonBody } from './read-body.js';
export { readEvent } from './read-event.js';
export { readTime } from './read-time.js';
export {
  type Scenario,
  type SyntheticCall,
  type SyntheticSeed,
  scenarios,
  scenarioWords,
  syntheticCalls,
} from './synthetic.js';
