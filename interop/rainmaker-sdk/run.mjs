// Espressif's TypeScript SDKs with our adapters. That of RainMaker is a development dependency; that of RainMaker Neo,
// whose package cannot be had, and its contract suite come from a checkout: its folder is the argument or
// ESP_RAINMAKER_NEO_SDK.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { indent } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';

build();
const { baseCases } = await import('./base.mjs');
const { neoCases, whyNoCheckout } = await import('./neo.mjs');
const { contractCases } = await import('./contract.mjs');
const { typeCases } = await import('./types.mjs');
const { baseExample, neoExample } = await import('./examples.mjs');

const given = process.argv[2] ?? process.env.ESP_RAINMAKER_NEO_SDK;
const checkout = given && resolve(given);
const missing = whyNoCheckout(checkout);
const folder = await mkdtemp(join(tmpdir(), 'esp-prov-interop-'));
let failed = 0;
try {
  await judge('@espressif/rainmaker-base-sdk', [...baseCases(), ...baseExample()]);
  if (missing) console.log(`skipped: RainMaker Neo and its contract suite: ${missing}`);
  else {
    await judge('types of RainMaker Neo', typeCases(checkout, folder));
    await judge('RainMaker Neo', [...(await neoCases(checkout, folder)), ...neoExample(checkout, folder)]);
    await judge('contract suite', await contractCases(checkout, folder));
  }
} finally {
  await rm(folder, { recursive: true });
}
process.exit(failed === 0 ? 0 : 1);

/** Runs cases one by one, as each SDK has one configuration in a process. */
async function judge(title, cases) {
  for (const [name, run] of cases) {
    const error = await run().then(
      () => undefined,
      (reason) => reason,
    );
    console.log(`${error ? 'FAIL' : 'ok  '}  ${title}: ${name}`);
    if (!error) continue;
    failed++;
    console.log(indent(String(error?.stack ?? error)));
  }
}
