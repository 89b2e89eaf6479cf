import { check } from '../support/checks.mjs';

const types = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64'];

/** A flash that is cut off after so many steps: what comes later is lost. */
export class CutFlash {
  constructor(flash, steps) {
    this.flash = flash;
    this.steps = steps;
  }
  get size() {
    return this.flash.size;
  }
  read(offset, length) {
    return this.flash.read(offset, length);
  }
  program(offset, data) {
    this.step();
    this.flash.program(offset, data);
  }
  erase(sector) {
    this.step();
    this.flash.erase(sector);
  }
  step() {
    if (this.steps-- <= 0) throw new Error('power cut');
  }
}

/**
 * Returns a partition after `count` random changes, with `cuts` opened again now and then after a power cut. `model`
 * has what must be there where the power was never cut.
 */
export function randomStore(nvs, random, { pages, count, cuts = false, purges = false, ...options }) {
  const below = (limit) => Math.floor(random() * limit);
  const memory = new nvs.MemoryFlash(pages * nvs.sectorSize);
  let store = nvs.NvsStore.open(memory, options);
  const model = new Map();
  for (let i = 0; i < count; i++) {
    const namespace = `space${below(4)}`;
    const key = `key${below(12)}`;
    const isCut = cuts && below(8) === 0;
    const acting = isCut ? openCut(nvs, new CutFlash(memory, below(40)), options) : store;
    const action = below(40);
    try {
      if (acting === undefined) throw new Error('power cut');
      if (purges && below(20) === 0) acting.purge(below(3) === 0 ? undefined : namespace);
      if (action === 0) {
        acting.eraseNamespace(namespace);
        for (const name of [...model.keys()]) if (name.startsWith(`${namespace}:`)) model.delete(name);
      } else if (action < 8) {
        acting.eraseKey(namespace, key);
        model.delete(`${namespace}:${key}`);
      } else {
        const value = randomValue(below, options.legacyBlobs ? 1900 : (pages - 2) * 900);
        acting.set(namespace, key, value);
        model.set(`${namespace}:${key}`, value);
      }
    } catch (error) {
      if (error.message !== 'power cut' && error.code !== 'nvs/no-space') throw error;
    } finally {
      if (isCut) store = nvs.NvsStore.open(memory, options);
    }
  }
  check(cuts || countOf(store) === model.size, `${countOf(store)} keys are stored, ${model.size} were written`);
  return { image: memory.image(), store };
}

function openCut(nvs, flash, options) {
  try {
    return nvs.NvsStore.open(flash, options);
  } catch (error) {
    if (error.message !== 'power cut') throw error;
    return undefined;
  }
}

function countOf(store) {
  return Array.from(store.entries()).length;
}

function randomValue(below, longest) {
  const kind = below(12);
  if (kind < 8) {
    const type = types[kind];
    const bits = Number(type.slice(1));
    const raw = (BigInt(below(2 ** 32)) << 32n) | BigInt(below(2 ** 32));
    const value = type.startsWith('u') ? BigInt.asUintN(bits, raw) : BigInt.asIntN(bits, raw);
    return { type, value: bits === 64 ? value : Number(value) };
  }
  if (kind < 10) return { type: 'string', value: 'aé☕'.repeat(below(60)) };
  return { type: 'blob', value: Uint8Array.from({ length: below(below(4) === 0 ? longest : 200) }, () => below(256)) };
}
