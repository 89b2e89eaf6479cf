import { argumentError } from '../../scripts/script-arguments.mjs';

/** What `npm run site -- --help` prints. */
export const usage = `Usage: npm run site -- [options]

Builds the site from docs/ and from the code.

Options:
  --base /PATH/          path that the site will have on its host (default: /)
  --out DIR              folder to write it to (default: site/dist/html)
  --no-api               without the pages of the packages' interfaces, which
                         take the longest
  --serve [HOST:PORT]    serve it on this machine, and build it only if it is
                         missing or older than its sources; Ctrl-C ends it
                         (default: 127.0.0.1 and a free port)
  -h, --help             print help

Examples:
  npm run site
  npm run site -- --base /esp-prov/ --out /tmp/site
  npm run site -- --serve
  npm run site -- --serve 127.0.0.1:8000 --no-api
`;

/**
 * What a command line asks for.
 *
 * @typedef {{ base: string, out: string | undefined, withApi: boolean, serve: Listen | undefined, help: boolean }} Wanted
 * @typedef {{ host: string, port: number }} Listen
 */

/**
 * Reads the arguments of `npm run site`. Throws an error that says what was expected.
 *
 * @param {readonly string[]} args
 * @returns {Wanted}
 */
export function readArguments(args) {
  const wanted = { base: '/', out: undefined, withApi: true, serve: undefined, help: false };
  const rest = [...args];
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    const [, option, given] = /^(--[a-z-]+)=(.*)$/s.exec(name) ?? [undefined, name, undefined];
    const value = () => given ?? (isValue(rest[0]) ? rest.shift() : undefined);
    if (option === '--base') wanted.base = base(value());
    else if (option === '--out') wanted.out = folder(value());
    else if (option === '--serve') wanted.serve = listen(value());
    else if (given !== undefined) throw argumentError(name, 'an option without a value', '--no-api');
    else if (option === '--no-api') wanted.withApi = false;
    else if (option === '--help' || option === '-h') wanted.help = true;
    else throw argumentError(name, 'an option', '--serve; npm run site -- --help lists them');
  }
  return wanted;
}

function isValue(text) {
  return text !== undefined && !text.startsWith('-');
}

function base(text = '') {
  const fits = /^\/(?:[\w.~-]+\/)*$/.test(text) && !/\/\.+\//.test(text);
  if (!fits) throw argumentError(`--base ${text}`, 'a path that begins and ends with /', '/docs/');
  return text;
}

function folder(text = '') {
  if (text === '' || text.includes('\0')) throw argumentError(`--out ${text}`, 'a folder', '/tmp/site');
  return text;
}

/** Only this machine: what should be on the network is copied to a host. */
function listen(text = '127.0.0.1') {
  const found = /^(?:(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(\d{1,5}))?|:?(\d{1,5}))$/.exec(text);
  const [, host = '127.0.0.1', port = '0', alone = port] = found ?? [];
  if (found === null || Number(alone) > 65_535) {
    throw argumentError(`--serve ${text}`, 'an address of this machine and a port', '127.0.0.1:8000');
  }
  return { host: host.replaceAll(/[[\]]/g, ''), port: Number(alone) };
}
