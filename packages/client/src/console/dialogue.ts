import type { CallOptions } from '../transport/transport.ts';

/** Somebody who carries messages by hand: reads lines and types answers. */
export interface Dialogue {
  /** Shows a line. */
  tell(line: string): void;
  /** Shows `prompt` and returns the line that is typed behind it; undefined when the input has ended. */
  ask(prompt: string, options?: CallOptions): Promise<string | undefined>;
}
