import type { VirtualAccessPoint } from './access-point.ts';
import type { Air } from './air.ts';

/** An air that is edited while devices listen to it. */
export class EditableAir implements Air {
  #accessPoints: readonly VirtualAccessPoint[];
  readonly #listeners = new Set<() => void>();

  constructor(accessPoints: readonly VirtualAccessPoint[] = []) {
    this.#accessPoints = [...accessPoints];
  }

  get accessPoints(): readonly VirtualAccessPoint[] {
    return this.#accessPoints;
  }

  /** Puts these access points in the place of all others. */
  replace(accessPoints: readonly VirtualAccessPoint[]): void {
    this.#accessPoints = [...accessPoints];
    for (const listener of [...this.#listeners]) listener();
  }

  watch(listener: () => void): () => void {
    // A function of its own for each call, so that one that listens twice is called off once.
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }
}
