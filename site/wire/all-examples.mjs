// Every live example of the site. A page shows one by the fence ```wire NAME.
import { configExamples } from './examples/config.mjs';
import { controlExamples } from './examples/control.mjs';
import { customExamples } from './examples/custom.mjs';
import { nvsExamples } from './examples/nvs.mjs';
import { nvsEncryptionExamples } from './examples/nvs-encryption.mjs';
import { partitionTableExamples } from './examples/partition-table.mjs';
import { scanExamples } from './examples/scan.mjs';
import { security0Examples } from './examples/security-0.mjs';
import { security1Examples } from './examples/security-1.mjs';
import { security2Examples } from './examples/security-2.mjs';
import { statusExamples } from './examples/status.mjs';
import { threadExamples } from './examples/thread.mjs';
import { bluetoothExamples } from './examples/transport-bluetooth.mjs';
import { consoleExamples } from './examples/transport-console.mjs';
import { httpExamples } from './examples/transport-http.mjs';
import { versionExamples } from './examples/version.mjs';

/**
 * What makes the examples, one function for each topic.
 *
 * @type {readonly (() => import('./wire-example.mjs').WireExample[]
 *   | Promise<import('./wire-example.mjs').WireExample[]>)[]}
 */
const makers = [
  bluetoothExamples,
  configExamples,
  consoleExamples,
  controlExamples,
  customExamples,
  httpExamples,
  nvsEncryptionExamples,
  nvsExamples,
  partitionTableExamples,
  scanExamples,
  security0Examples,
  security1Examples,
  security2Examples,
  statusExamples,
  threadExamples,
  versionExamples,
];

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
