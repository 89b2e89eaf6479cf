// Preloaded into each run: notes at its end which files of the bundle it has loaded.
const { appendFileSync } = require('node:fs');
const { basename, dirname, sep } = require('node:path');

process.on('exit', () => {
  const loaded = Object.keys(require.cache).filter((file) => dirname(file).endsWith(`${sep}esp-prov${sep}dist`));
  appendFileSync(process.env.ESP_PROV_SMOKE_CHUNKS, loaded.map((file) => `${basename(file)}\n`).join(''));
});
