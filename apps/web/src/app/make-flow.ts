import { FlowRunner } from '../run/flow-runner.ts';
import type { FlowWorld } from '../run/flow-world.ts';
import { LazyVisit } from '../run/lazy-visit.ts';
import { ProvisionFlow } from '../screens/provision-flow.ts';
import { loadLaterScreens } from '../screens/screen.ts';
import type { Words } from '../words/words.ts';

/** The screens of one run, and what runs them. */
export interface Flow {
  readonly element: ProvisionFlow;
  readonly runner: FlowRunner;
}

/** Makes the screens of a run. They are shown once the element is in a document. */
export function makeFlow(world: FlowWorld, words: Words): Flow {
  const runner = new FlowRunner(world);
  const element = new ProvisionFlow();
  element.words = words;
  element.runner = runner;
  runner.subscribe(() => {
    element.stream = runner.stream;
  });
  // A machine that joins the device's own Wi-Fi loses the network from which the rest would come.
  globalThis.requestIdleCallback?.(() => {
    LazyVisit.preload();
    loadLaterScreens().catch(() => undefined);
  });
  return { element, runner };
}
