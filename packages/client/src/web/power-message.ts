import type { PowerTask } from '@esp-prov/protocol';

/** A question to a worker. */
export interface PowerQuestion extends PowerTask {
  readonly id: number;
}

/** Its answer; without a power where it failed. */
export interface PowerAnswer {
  readonly id: number;
  readonly power?: Uint8Array | undefined;
}
