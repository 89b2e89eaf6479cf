import { expect, test } from 'vitest';
import { connectHistory } from '../../src/app/flow-history.ts';

/** A history and a flow whose screens are a list, as the browser and the runner have them. */
class World {
  entries: unknown[] = [null];
  at = 0;
  name = 'start';
  readonly log: string[] = [];
  readonly #changed = new Set<() => void>();
  #moved = (): void => {};

  readonly history = ((world: World) => ({
    get state() {
      return world.entries[world.at];
    },
    pushState: (state: unknown) => {
      world.entries = [...world.entries.slice(0, world.at + 1), state];
      world.at++;
    },
    back: () => world.move(-1),
    onMove: (listener: () => void) => {
      world.#moved = listener;
    },
  }))(this);

  readonly runner = ((world: World) => ({
    get state() {
      return { screen: { name: world.name } };
    },
    dispatch: () => {
      world.log.push(`back from ${world.name}`);
      world.show({ networks: 'start', password: 'networks', start: 'start' }[world.name] ?? world.name);
    },
    subscribe: (listener: () => void) => world.#changed.add(listener),
  }))(this);

  constructor(entries: unknown[] = [null]) {
    this.entries = entries;
    this.at = entries.length - 1;
    connectHistory(this.history, this.runner);
  }

  show(name: string): void {
    this.name = name;
    for (const each of this.#changed) each();
  }

  /** What a press of the button does; the browser calls back later. */
  move(by: number): void {
    if (this.at + by < 0) return void this.log.push('left the page');
    this.at += by;
    queueMicrotask(() => this.#moved());
  }

  async press(): Promise<void> {
    this.move(-1);
    await settled();
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('back goes back in the flow, screen by screen, and from the start it leaves the page', async () => {
  const world = new World();
  world.show('networks');
  world.show('password');
  expect(world.entries.length).toBe(2);
  await world.press();
  expect(world.name).toBe('networks');
  await world.press();
  expect([world.name, world.at]).toEqual(['start', 0]);
  await world.press();
  expect(world.log).toEqual(['back from password', 'back from networks', 'left the page']);
});

test('a screen that cannot be left by back keeps its entry', async () => {
  const world = new World();
  world.show('joining');
  await world.press();
  await world.press();
  expect([world.name, world.at, world.entries.length]).toEqual(['joining', 1, 2]);
  expect(world.log).toEqual(['back from joining', 'back from joining']);
});

test('a flow that comes back to its start by itself needs no second press', async () => {
  const world = new World();
  world.show('done');
  world.show('start');
  await settled();
  expect(world.at).toBe(0);
  world.show('networks');
  expect(world.at).toBe(1);
  expect(world.log).toEqual([]);
});

test('a start that is left at once, before the browser has moved, has an entry again', async () => {
  const world = new World();
  world.show('done');
  world.show('start');
  world.show('networks');
  await settled();
  expect([world.at, world.history.state]).toEqual([1, 'esp-prov-flow']);
  await world.press();
  expect(world.name).toBe('start');
});

test('a page that was loaded anew in the flow stands at its start, and back asks for nothing', async () => {
  const world = new World([null, 'esp-prov-flow']);
  await world.press();
  expect(world.at).toBe(0);
  expect(world.log).toEqual([]);
});
