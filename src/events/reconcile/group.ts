import { joined, type Message } from './message.js';
import { glance, readLine } from './message-line.js';

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

/** Who hears of the messages: of an ordinary one only when it was. */
export interface Listener {
  readonly tell: (message: Message) => void;
  readonly tellOrdinary: (firstMs: number) => void;
}

/**
 * Makes messages of their pieces. A key with one recipient is one message, and what names no recipient is part of it; with several it is a
 * message to each, and what names none is alone. An ordinary message in one piece is told without being read.
 */
export function grouping({ tell, tellOrdinary }: Listener): Grouping {
  let group: Group | undefined;
  let piece: { readonly key: string; readonly line: string; readonly ms: number } | undefined;
  const end = (): void => {
    if (piece !== undefined) tellOrdinary(piece.ms);
    else if (group !== undefined) tellGroup(group, tell);
    [piece, group] = [undefined, undefined];
  };
  const addTo = (key: string, line: string): void => {
    group ??= { key, nameless: undefined, last: undefined, recipients: 0 };
    add(group, readLine(line, 2).message, tell);
  };
  return {
    push: (line) => {
      const { key, ordinaryMs } = glance(line);
      if (key !== (piece ?? group)?.key) {
        end();
        if (ordinaryMs !== undefined) {
          piece = { key, line, ms: ordinaryMs };
          return;
        }
      }
      if (piece !== undefined) addTo(key, piece.line);
      piece = undefined;
      addTo(key, line);
    },
    end,
  };
}

function tellGroup({ nameless, last, recipients }: Group, tell: Listener['tell']): void {
  if (last === undefined) tell(nameless as Message);
  else tell(recipients === 1 && nameless !== undefined ? joined(last, nameless) : last);
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
