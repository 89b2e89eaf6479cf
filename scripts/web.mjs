// Serves the page from a clone, builds it before if it is missing or older. `--port N`: default is a free port.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pageHeaders } from '../apps/web/build/content-security-policy.mjs';
import { serveFolder } from './web/serve-folder.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port ${values.port} is not a port. Expected 0 to 65535, for example 8080`);
  process.exit(2);
}
const build = spawnSync(process.execPath, [fileURLToPath(new URL('./build-web.mjs', import.meta.url)), '--if-needed'], {
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(build.status ?? 1);
const { url } = await serveFolder(fileURLToPath(new URL('../apps/web/dist/site', import.meta.url)), {
  port,
  headers: pageHeaders,
});
console.log(`The page:                      ${url}`);
console.log(`A virtual device, no hardware: ${url}#demo`);
console.log(`The button in other pages:     ${url}examples/`);
console.log('Stop it with Ctrl-C.');
