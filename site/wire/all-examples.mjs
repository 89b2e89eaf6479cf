// Every live example of the site. A page shows one by the fence ```wire NAME.
import { customExamples } from './examples/custom.mjs';
import { security1Examples } from './examples/security-1.mjs';

/**
 * What makes the examples, one function for each topic.
 *
 * @type {readonly (() => import('./wire-example.mjs').WireExample[]
 *   | Promise<import('./wire-example.mjs').WireExample[]>)[]}
 */
const makers = [security1Examples, customExamples];

let made;

/** Returns all examples. @returns {Promise<readonly import('./wire-example.mjs').WireExample[]>} */
export function allExamples() {
  made ??= Promise.all(makers.map((make) => make())).then((lists) => lists.flat());
  return made;
}

/** Returns the example with this name. @param {string} name */
export async function findExample(name) {
  const found = (await allExamples()).find((example) => example.name === name);
  if (!found) throw new Error(`No live example has the name ${name}`);
  return found;
}
