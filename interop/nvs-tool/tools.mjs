import { existsSync } from 'node:fs';
import { basename, delimiter, join, resolve } from 'node:path';
import { check } from '../support/checks.mjs';
import { runProgram } from '../support/program.mjs';
import { makePython } from '../support/python-environment.mjs';

const variable = 'ESP_NVS_TOOL_IDF';
const scripts = {
  nvsTool: ['components', 'nvs_flash', 'nvs_partition_tool', 'nvs_tool.py'],
  partitions: ['components', 'partition_table', 'gen_esp32part.py'],
};
const env = { PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1' };

/** Packages that the tools of the master branch of July 2026 need. */
const requirements = ['rich-click==1.9.9', 'esp-pylib==1.2.0'];

/**
 * Returns Espressif's tools from each checkout that the variable names, or why there are none. `folder` takes a Python
 * for those that need packages.
 */
export async function findTools(folder) {
  const trees = (process.env[variable] ?? '').split(delimiter).filter(Boolean);
  if (trees.length === 0) return [{ title: 'tools', skipped: `${variable} is not set: it names trees of ESP-IDF` }];
  const found = [];
  for (const [index, tree] of trees.entries()) {
    const title = basename(resolve(tree));
    const missing = Object.values(scripts).find((path) => !existsSync(join(tree, ...path)));
    if (missing) found.push({ title, skipped: `${tree} has no ${missing.join('/')}` });
    else found.push({ title, ...(await toolsOf(tree, join(folder, `python${index}`))) });
  }
  return found;
}

async function toolsOf(tree, folder) {
  for (const python of [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter(Boolean)) {
    if (await runsTools(tree, python)) return { tools: toolsWith(tree, python) };
  }
  const made = await makePython(folder, requirements);
  if (!made.python) return made;
  if (await runsTools(tree, made.python)) return { tools: toolsWith(tree, made.python) };
  return { skipped: 'no python3 that runs nvs_tool.py' };
}

async function runsTools(tree, python) {
  const runs = await Promise.all(
    Object.values(scripts).map((path) =>
      runProgram(python, [join(tree, ...path), '--help'], { env }).catch(() => undefined),
    ),
  );
  return runs.every((run) => run?.code === 0);
}

function toolsWith(tree, python) {
  return Object.fromEntries(
    Object.entries(scripts).map(([name, path]) => [
      name,
      (args, more = {}) => runProgram(python, [join(tree, ...path), ...args], { env: { ...env, ...more } }),
    ]),
  );
}

// Its exit code stays 0 whatever it finds, so its words count.
const allowed = [/^$/, /^Page no\. \d+\s+CRC32: OK$/, /^Page Empty$/, /^Found unused namespace\. Namespace index: \d+/];

/**
 * Lets nvs_tool check an image in a file, and yields what it reads there: a line for each key, sorted. With a `view`
 * (see tool-view.mjs) of which it misses something, its errors mean nothing, and what it invents is dropped.
 */
export async function readByTool({ nvsTool }, path, view) {
  const checked = await nvsTool(['-i', '-d', 'none', '--color', 'never', path]);
  const complaints = checked.output.split('\n').filter((text) => !allowed.some((pattern) => pattern.test(text.trim())));
  const isClean = complaints.length === 0 || view !== undefined;
  check(checked.code === 0 && isClean, `nvs_tool: ${complaints.join('\n')}${checked.errors}`);
  const dumped = await nvsTool(['-f', 'json', '-d', 'all', path]);
  check(dumped.code === 0, `nvs_tool cannot print the image: ${dumped.errors}`);
  // Numbers of 64 bits have no place in a number here.
  const { pages } = JSON.parse(dumped.output.replace(/"value": (-?\d+)/g, '"value": "$1"'));
  const written = pages.flatMap(({ entries }, page) =>
    (entries ?? []).filter(({ state, index }) => state === 'Written' && (!view || view.isItem(page, index))),
  );
  const lines = linesOf(written, view?.namespaces ?? namespacesOf(written), view?.hidden ?? new Set());
  return lines.sort();
}

function namespacesOf(entries) {
  const named = entries.filter(({ metadata }) => metadata.namespace === 0);
  return new Map(named.map(({ key, data }) => [Number(data.value), key]));
}

function linesOf(entries, namespaces, hidden) {
  const lines = [];
  for (const entry of entries) {
    const { metadata, key, data } = entry;
    const name = `${namespaces.get(metadata.namespace)}:${key}`;
    if (metadata.namespace === 0 || metadata.type === 'blob_data' || hidden.has(name)) continue;
    if (metadata.type === 'string')
      lines.push(`${name} string ${JSON.stringify(dataOf(entry).toString().slice(0, -1))}`);
    else if (metadata.type === 'blob') lines.push(`${name} blob ${dataOf(entry).toString('hex')}`);
    else if (metadata.type === 'blob_index') lines.push(`${name} blob ${blobOf(entry, entries).toString('hex')}`);
    else
      lines.push(
        `${name} ${metadata.type.replace(/^(u?)int(\d+)_t$/, (_, sign, bits) => `${sign || 'i'}${bits}`)} "${data.value}"`,
      );
  }
  return lines;
}

function blobOf({ key, metadata, data }, entries) {
  const parts = Array.from({ length: data.chunk_count }, (_, index) => {
    const part = entries.find(
      (other) =>
        other.metadata.type === 'blob_data' &&
        other.key === key &&
        other.metadata.namespace === metadata.namespace &&
        other.metadata.chunk_index === data.chunk_start + index,
    );
    check(part !== undefined, `nvs_tool reads no part ${index} of ${key}`);
    return dataOf(part);
  });
  const whole = Buffer.concat(parts);
  check(whole.length === Number(data.size), `nvs_tool reads ${whole.length} of ${data.size} bytes of ${key}`);
  return whole;
}

function dataOf({ children, data }) {
  return Buffer.concat(children.map(({ raw }) => Buffer.from(raw, 'base64'))).subarray(0, Number(data.size));
}
