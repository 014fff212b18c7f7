/** The front door of the events: one model, the readers of each provider's formats, what makes two events the same. */
export { canonical, type EventIdentity, identityOf, recipientKey } from './identity.js';
export {
  type EventIds,
  type EventKind,
  type EventSource,
  eventKinds,
  eventSources,
  type MailEvent,
  type RawEvent,
} from './mail-event.js';
export {
  altcraftMapping,
  defaultMappings,
  type EventField,
  eventFields,
  type Mapping,
  type Mappings,
  sendsayMapping,
} from './mapping.js';
export { type EventQuery, matches } from './query.js';
export { type BodyFacts, type BodyFormat, type BodyReading, readBody, readJsonBody } from './read-body.js';
export { readEvent } from './read-event.js';
export { readTime } from './read-time.js';
