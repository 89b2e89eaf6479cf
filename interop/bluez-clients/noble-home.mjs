// Loaded by `--import`: finds noble below the folder NOBLE_HOME, wherever the importing file is.
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

const parentURL = JSON.stringify(pathToFileURL(`${process.env.NOBLE_HOME}/package.json`).href);
const hooks = `export const resolve = (name, context, next) =>
  next(name, name === '@stoprocent/noble' ? { ...context, parentURL: ${parentURL} } : context);`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
