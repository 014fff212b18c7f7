import { joined, type Message } from './message.js';
import { readLine } from './message-line.js';

/** Takes lines that are in order. What is done is told as soon as it is known; memory does not grow. */
export interface Grouping {
  readonly push: (line: string) => void;
  readonly end: () => void;
}

interface Group {
  readonly key: string;
  /** What names no recipient. */
  nameless: Message | undefined;
  /** The recipient that is being read, and how many there were. */
  last: Message | undefined;
  recipients: number;
}

/**
 * Makes messages of their pieces. A key with one recipient is one message, and what names no recipient is part of it; with several it is a
 * message to each, and what names none is alone.
 */
export function grouping(tell: (message: Message) => void): Grouping {
  let group: Group | undefined;
  const end = (): void => {
    if (group === undefined) return;
    const { nameless, last, recipients } = group;
    if (last === undefined) tell(nameless as Message);
    else tell(recipients === 1 && nameless !== undefined ? joined(last, nameless) : last);
    group = undefined;
  };
  return {
    push: (line) => {
      const { parts, message } = readLine(line, 2);
      const [key = ''] = parts;
      if (group?.key !== key) {
        end();
        group = { key, nameless: undefined, last: undefined, recipients: 0 };
      }
      add(group, message, tell);
    },
    end,
  };
}

function add(group: Group, message: Message, tell: (message: Message) => void): void {
  const { nameless, last } = group;
  if (message.recipient === '') group.nameless = nameless === undefined ? message : joined(nameless, message);
  else if (last?.recipient === message.recipient) joined(last, message);
  else {
    group.recipients += 1;
    if (group.recipients === 2 && nameless !== undefined) tell(nameless);
    if (last !== undefined) tell(last);
    group.last = message;
  }
}
