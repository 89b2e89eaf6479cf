// The pictures of the page: what it says in each of their scenes is what the text beside the picture says.
import { findChromium, photographPage } from '../../scripts/pictures/page/photograph-page.mjs';
import { textFaults } from '../../scripts/pictures/page/write-pictures.mjs';
import { skip } from '../support/checks.mjs';

const path = findChromium();
if (path === undefined) skip('no chromium; ESP_PROV_CHROMIUM may name one');
const taken = await photographPage({ path, isText: true });
const faults = textFaults(taken);
for (const fault of faults) console.error(fault);
console.log(`${Object.keys(taken).length} scenes, ${faults.length} of them not as their pictures`);
process.exit(faults.length === 0 ? 0 : 1);
