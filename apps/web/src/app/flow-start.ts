import type { PageFragment } from './fragment.ts';

/** What the flow of the page begins with. */
export interface FlowStart {
  readonly window: Window & typeof globalThis;
  readonly fragment: PageFragment;
  readonly language: string;
}

/** The flow in the page. */
export interface PageFlow {
  setLanguage(tag: string): Promise<void>;
}
