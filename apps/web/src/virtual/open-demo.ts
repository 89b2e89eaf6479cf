import { systemClock } from '@esp-prov/protocol';
import { ExchangeLog } from '../log/exchange-log.ts';
import { FlowRunner } from '../run/flow-runner.ts';
import { ProvisionFlow } from '../screens/provision-flow.ts';
import { loadWords } from '../words/load-words.ts';
import { TabDevice } from './engine/tab-device.ts';
import type { TabSettings } from './engine/tab-settings.ts';
import { tabWorld } from './tab-world.ts';
import { DeveloperView } from './ui/developer-view.ts';
import { loadDeviceWords } from './words/load-device-words.ts';

/** How the demo begins. */
export interface DemoOptions {
  /** Languages that are wanted, the best first. */
  readonly languages?: readonly string[] | undefined;
  readonly settings?: Partial<TabSettings> | undefined;
}

/** The demo that is shown. */
export interface Demo extends AsyncDisposable {
  readonly view: DeveloperView;
  readonly device: TabDevice;
  readonly runner: FlowRunner;
  /** The screens of the flow. */
  readonly flow: ProvisionFlow;
  /** Shows it in another language. */
  speak(...languages: readonly string[]): Promise<void>;
}

/** Boots a device in the page and shows it in `place`, beside a flow whose start screen waits. Needs no click. */
export async function openDemo(place: Element, { languages = [], settings }: DemoOptions = {}): Promise<Demo> {
  // In turns of their own, so that none of them holds up the page for long: they all begin at the same moment.
  const pause = () => systemClock.sleep(0);
  await pause();
  const device = new TabDevice({ settings });
  await pause();
  const log = new ExchangeLog();
  const runner = new FlowRunner(tabWorld(device, log));
  const view = new DeveloperView();
  const flow = new ProvisionFlow();
  flow.runner = runner;
  runner.subscribe(() => {
    flow.stream = runner.stream;
  });
  Object.assign(view, { device, log, runner, flow });
  const speak = async (...tags: readonly string[]) => {
    const [words, flowWords] = await Promise.all([loadDeviceWords(...tags), loadWords(...tags)]);
    view.words = words;
    flow.words = flowWords;
  };
  await speak(...languages);
  await pause();
  place.replaceChildren(view);
  await view.isWhole;
  let { transport } = device.settings;
  const unwatch = device.watch(() => {
    if (device.settings.transport === transport) return;
    ({ transport } = device.settings);
    runner.look();
  });
  void device.boot();
  return {
    view,
    device,
    runner,
    flow,
    speak,
    async [Symbol.asyncDispose]() {
      unwatch();
      view.remove();
      await runner[Symbol.asyncDispose]();
      await device[Symbol.asyncDispose]();
    },
  };
}
