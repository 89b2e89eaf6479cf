// Draws the map of the house from the table of imports; with --check it only compares.
import { generatedFile } from './generated-file.mjs';
import { importTable } from './import-table.mjs';
import { drawMap } from './map/draw-map.mjs';

generatedFile('docs/pictures/packages.svg', drawMap(importTable), { repair: 'npm run map' });
