/** One command of the demo, as it ended. */
export interface StageRun {
  readonly exit: number;
  /** What a terminal would have shown, stderr after stdout. */
  readonly output: string;
}

/** The embedded mail world of `akrelay demo`: a relay and a receiving server on 127.0.0.1, and a folder to work in. */
export interface DemoStage {
  /** Absolute path of the folder with the config, the certificates and the received messages. */
  readonly folder: string;
  /** `127.0.0.1:port` of the relay: STARTTLS, AUTH LOGIN, a certificate of the demo's own authority. What it accepts is saved by the receiver. */
  readonly relay: string;
  /** Runs this very program in the folder, with the relay's login in the environment. */
  readonly run: (words: readonly string[]) => Promise<StageRun>;
  /** Hands a message with a forged trace line to the receiver directly, past the relay. Resolves when it is saved. */
  readonly forge: () => Promise<void>;
  /** Resolves when `akrelay events listen` has kept the delivery that the relay reports. */
  readonly reported: () => Promise<void>;
  /** The recipient opens the message, follows a link and unsubscribes; both systems report it. */
  readonly read: () => Promise<void>;
  /** Stops the servers; removes the folder unless the caller named it. */
  readonly close: () => Promise<void>;
}
