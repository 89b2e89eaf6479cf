import { checkNvsImage, type NvsRules, nvsRulesOf } from '@esp-prov/nvs';
import { exitCodes, maskSecret, ProvisioningError } from '@esp-prov/protocol';
import { readSecret } from '../../options/secret-source.ts';
import { makeOutput, type Output } from '../../report/output.ts';
import { tellPeople } from '../../terminal/printable.ts';
import { listEntries } from './nvs-entries.ts';
import type { NvsCommandOptions } from './nvs-partition.ts';
import { changeNvsFile, openNvsFile, readSection } from './nvs-partition.ts';
import { isSecretKey, parseValue, valueText, wholeValueHint } from './nvs-value.ts';
import { wifiText } from './nvs-wifi-text.ts';
import { tellFloats } from './tell-floats.ts';

/** Options of `esp-prov flash nvs set`. */
export interface SetOptions extends NvsCommandOptions {
  /** File that holds the value; `-` for standard input. */
  readonly valueFile?: string;
}

/** Options of `esp-prov flash nvs check`. */
export interface CheckOptions extends NvsCommandOptions {
  readonly readonly?: boolean;
  /** Version of ESP-IDF that will read the partition. */
  readonly idf?: string;
  /** Whether salts and verifiers are checked too, in every NVS partition of the image. */
  readonly factory?: boolean;
  readonly username?: string;
  readonly password?: string;
}

/** Which value is meant. */
interface Place {
  readonly namespace: string;
  readonly key: string;
}

/** Prints all keys and values. */
export async function list(file: string, options: NvsCommandOptions): Promise<void> {
  const listed = listEntries(await openNvsFile(file, options), options);
  const lines = listed.map(
    ({ entry: { namespace, key, type }, text }) =>
      `${namespace.padEnd(16)} ${key.padEnd(16)} ${type.padEnd(6)} ${text}`,
  );
  print(outputOf(options), { result: 'entries', entries: listed.map(({ entry }) => entry) }, lines);
  if (options.json) return;
  if (listed.length === 0) tellPeople('no keys');
  if (listed.some(({ shortened }) => shortened)) tellPeople(wholeValueHint);
}

/** Prints one value; for people the text of a Wi-Fi blob as well. */
export async function get(file: string, { namespace, key }: Place, options: NvsCommandOptions): Promise<void> {
  const value = (await openNvsFile(file, options)).get(namespace, key);
  if (!value) throw invalid(`there is no key ${key} in the namespace ${namespace}`);
  const raw = valueText(value);
  // A program behind a pipe gets the value as it is; a terminal is not steered by it.
  const shown = process.stdout.isTTY && value.type === 'string' ? raw.split(/\r?\n/) : raw;
  const text = wifiText(namespace, key, value);
  const output = outputOf(options);
  output.result({ result: 'value', namespace, key, type: value.type, value: raw, wifiText: text ?? null }, shown, {
    raw: true,
  });
  if (text !== undefined && !output.json) tellPeople(`As text: ${isSecretKey(key) ? maskSecret(text) : text}`);
}

/** Writes one value. */
export async function set(
  file: string,
  { namespace, key }: Place,
  typed: { type: string; value: string | undefined },
  options: SetOptions,
): Promise<void> {
  const value = parseValue(typed.type, await givenValue(typed.value, options));
  await changeNvsFile(file, options, (store) => store.set(namespace, key, value));
  if (!options.json) tellFloats([value.type]);
  outputOf(options).result({ result: 'set', file, namespace, key, type: value.type }, `${namespace} ${key}: written`);
}

/** Returns the value of the command line, or of the file that it names. */
async function givenValue(value: string | undefined, { valueFile }: SetOptions): Promise<string> {
  if (valueFile === undefined) {
    if (value !== undefined) return value;
    throw new ProvisioningError('usage/invalid-option', 'the value is missing; give it, or --value-file');
  }
  if (value !== undefined) {
    throw new ProvisioningError('usage/invalid-option', 'a value and --value-file cannot be given together');
  }
  return await readSecret(valueFile, { flag: '--value', question: 'Value', mayBeEmpty: true });
}

/** Erases a key or a namespace. */
export async function erase(
  file: string,
  { namespace, key }: { namespace: string; key: string | undefined },
  options: NvsCommandOptions,
): Promise<void> {
  await changeNvsFile(file, options, (store) => {
    const keys = Array.from(store.entries()).filter((entry) => entry.namespace === namespace);
    if (keys.length === 0) throw invalid(`there is no key in a namespace ${namespace}`);
    if (key === undefined) store.eraseNamespace(namespace);
    else if (!store.eraseKey(namespace, key)) throw invalid(`there is no key ${key} in the namespace ${namespace}`);
  });
  const text = `${namespace}${key === undefined ? '' : ` ${key}`}: erased`;
  outputOf(options).result({ result: 'erased', file, namespace, key: key ?? null }, text);
}

/** Overwrites with zeros what changes have left behind: in a namespace as firmware does it, or everywhere. */
export async function purge(file: string, namespace: string | undefined, options: NvsCommandOptions): Promise<void> {
  await changeNvsFile(file, options, (store) => {
    if (namespace !== undefined && !store.hasNamespace(namespace)) throw invalid(`there is no namespace ${namespace}`);
    store.purge(namespace);
  });
  const text = `${namespace ?? file}: what was erased is overwritten with zeros`;
  outputOf(options).result({ result: 'purged', file, namespace: namespace ?? null }, text);
}

/** Prints what is damaged, and what to do about it. */
export async function check(file: string, options: CheckOptions): Promise<void> {
  const rules = rulesOf(options);
  const { content, cipher } = await readSection(file, options);
  const damage = checkNvsImage(content, { cipher, readonly: options.readonly ?? false, rules });
  const pairs = options.factory ? await (await import('./pair-findings.ts')).pairFindings(file, options) : [];
  const findings = [...damage, ...pairs];
  const lines = findings.flatMap(({ severity, message, remedy }) => [`${severity}: ${message}`, `    ${remedy}`]);
  print(outputOf(options), { result: 'findings', findings }, lines.length > 0 ? lines : ['no damage found']);
  if (findings.some(({ severity }) => severity === 'error')) process.exitCode = exitCodes.flash;
}

function rulesOf({ idf }: CheckOptions): NvsRules | undefined {
  const rules = idf === undefined ? undefined : nvsRulesOf(idf);
  if (idf === undefined || rules) return rules;
  throw new ProvisioningError(
    'usage/invalid-option',
    '--idf names no release. Expected a version of ESP-IDF, for example 6.0.2',
  );
}

/** Prints how full the partition is. */
export async function stats(file: string, options: NvsCommandOptions): Promise<void> {
  const found = (await openNvsFile(file, options)).stats();
  const lines = Object.entries(found).map(([name, value]) => `${name.padEnd(12)} ${value}`);
  print(outputOf(options), { result: 'stats', ...found }, lines);
}

function outputOf({ json = false }: NvsCommandOptions): Output {
  return makeOutput({ json });
}

/** Prints lines; none at all is not an empty line. */
function print(output: Output, result: Parameters<Output['result']>[0], lines: readonly string[]): void {
  if (output.json || lines.length > 0) output.result(result, lines);
}

function invalid(why: string): ProvisioningError {
  return new ProvisioningError('flash/invalid-value', why);
}
