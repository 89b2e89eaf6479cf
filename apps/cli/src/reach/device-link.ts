import type { OpenTransport, Transport } from '@esp-prov/client';
import type { CommandOutput } from '../report/output.ts';

/** What a link is opened with besides the options. */
export interface LinkContext {
  readonly output: CommandOutput;
  readonly signal: AbortSignal;
}

/** A way to one device, and how it is described. */
export interface DeviceLink {
  /** The transport, or the way to open one as often as links are lost. */
  readonly source: Transport | OpenTransport;
  /** Where the service is, as it is printed for people. */
  readonly address: string;
  /** Whether a person carries the messages, so that nothing happens quickly. */
  readonly byHand?: boolean;
  /** Frees what links are opened with; they are closed before. */
  readonly close?: () => Promise<void>;
}
