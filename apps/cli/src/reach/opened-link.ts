import type { CallOptions, Transport } from '@esp-prov/client';
import type { CommandOutput } from '../report/output.ts';

/** What a link is opened with besides the options. */
export interface LinkContext {
  readonly output: CommandOutput;
  readonly signal: AbortSignal;
}

/** A transport and what is told of it. */
export interface OpenedLink {
  readonly transport: Transport;
  /** Where the service is, as it is told to people. */
  readonly address: string;
  /** Whether a person carries the messages. */
  readonly byHand?: boolean;
  /** Connects anew after a lost link, where that may mend it. */
  readonly reopen?: (options: CallOptions) => Promise<Transport>;
  /** Whether that has happened already. */
  readonly wasReopened?: boolean;
  /** Whether it was told that the device is connected to, since that took its time. */
  readonly isTold?: boolean;
  /** Frees what the link was opened with; the transport is closed before. */
  readonly close?: () => Promise<void>;
}
