/** The part of the browser's history that is used. */
export interface HistoryPort {
  readonly state: unknown;
  pushState(state: unknown, unused: string): void;
  back(): void;
  /** Hears of every move through the history. */
  onMove(listener: () => void): void;
}

/** The part of the runner that is used. */
export interface HistoryRunner {
  readonly state: { readonly screen: { readonly name: string } };
  dispatch(event: { readonly kind: 'back' }): void;
  subscribe(listener: () => void): unknown;
}

const mark = 'esp-prov-flow';

/**
 * Lets the browser's back button go back in the flow. The start has one entry of the history, everything behind it
 * another one: a back button that leaves this entry becomes the flow's own "back", which knows what must be undone.
 */
export function connectHistory(history: HistoryPort, runner: HistoryRunner): void {
  // A page that is loaded anew may stand on its second entry.
  let isAhead = history.state === mark;
  let movesToIgnore = 0;
  const isInFlow = () => runner.state.screen.name !== 'start';

  const align = () => {
    if (isInFlow() && !isAhead) {
      isAhead = true;
      history.pushState(mark, '');
    } else if (!isInFlow() && isAhead && movesToIgnore === 0) {
      isAhead = false;
      movesToIgnore++;
      history.back();
    }
  };

  history.onMove(() => {
    if (movesToIgnore > 0) {
      movesToIgnore--;
      return align();
    }
    const wasAhead = isAhead;
    isAhead = history.state === mark;
    if (wasAhead && !isAhead && isInFlow()) runner.dispatch({ kind: 'back' });
    // A step back inside the flow keeps its entry, for the next press of the button.
    if (isInFlow()) align();
  });
  let before = isInFlow();
  runner.subscribe(() => {
    const now = isInFlow();
    if (now !== before || now) align();
    before = now;
  });
  if (isInFlow()) align();
}
