import type { UserEvent } from '../flow/flow-event.ts';
import type { FlowState } from '../flow/flow-state.ts';
import type { FlowSource } from '../screens/provision-flow.ts';
import { galleryStates } from './states.ts';

/** Shows one state after the other; events are written down for checks, and change nothing. */
export class FixtureSource implements FlowSource {
  state: FlowState = galleryStates['start-looking'] as FlowState;
  #listeners: Set<(state: FlowState) => void> = new Set();

  dispatch(event: UserEvent): void {
    document.documentElement.dataset['event'] = JSON.stringify(event);
  }

  subscribe(listener: (state: FlowState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  show(state: FlowState): void {
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }
}
