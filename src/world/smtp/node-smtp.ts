import type { SessionTools } from './session.js';
import type { Smtp } from './smtp.js';

/** SMTP on this machine; the client and the composer are loaded with their first call. */
export function nodeSmtp(tools: SessionTools): Smtp {
  return {
    compose: async (parts) => (await import('./compose.js')).compose(parts),
    reach: async (access) => (await import('./tcp.js')).reach(access, tools),
    inspect: async (access) => (await import('./inspect.js')).inspect(access, tools),
    open: async (access) => (await import('./session.js')).openSession(access, tools),
  };
}
