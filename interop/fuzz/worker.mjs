import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { factoryFlash, releaseProfiles, VirtualEsp32 } from '@esp-prov/virtual';

const { folder, index, workers, first, only, count, inputs } = workerData;
const { fuzzScenario, noCounts } = await import(pathToFileURL(`${folder}/fuzz-scenario.js`).href);

const counts = noCounts();
const options = { parts: { VirtualEsp32, factoryFlash }, profiles: releaseProfiles, inputs, counts };
let failure;
let seed = only ?? first + index;
process.on('unhandledRejection', (error) => {
  failure ??= `scenario ${seed}: unhandled: ${error instanceof Error ? error.stack : String(error)}`;
});

try {
  do {
    await fuzzScenario(seed, options);
    // Reports rejections that are not handled.
    await new Promise((resolve) => setImmediate(resolve));
    parentPort.postMessage({ done: false, inputs: counts.inputs });
    if (!failure) seed += workers;
  } while (!failure && only === undefined && counts.inputs < count);
} catch (error) {
  failure ??= error.message;
}
parentPort.postMessage({ done: true, counts, failure });
