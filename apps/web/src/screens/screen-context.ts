import type { UserEvent } from '../flow/flow-event.ts';
import type { FlowState, Screen } from '../flow/flow-state.ts';
import type { Words } from '../words/words.ts';

/** What a screen is rendered with, besides its own part of the state. */
export interface ScreenContext {
  readonly state: FlowState;
  readonly words: Words;
  readonly dispatch: (event: UserEvent) => void;
  /** Reading of the clock, for screens that show seconds. */
  readonly now: number;
  /** Whether the secrets on this screen are shown. */
  readonly isShown: boolean;
  readonly toggleShown: () => void;
  readonly copy: (text: string) => void;
  /** What was copied a moment ago. */
  readonly copied: string | undefined;
  /** Says why a press does nothing. */
  readonly explain: (why: string) => void;
  /** What was said so. */
  readonly why: string | undefined;
  /** Loads what is missing of the page. */
  readonly loadScreens: () => void;
  /** Command that starts the helper. */
  readonly command: string;
  /** Address of the page, to open it elsewhere. */
  readonly pageUrl: string;
  readonly stream: MediaStream | undefined;
}

/** A screen's own part of the state, by its name. */
export type ScreenOf<Name extends Screen['name']> = Extract<Screen, { name: Name }>;
