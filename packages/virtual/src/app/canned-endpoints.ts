import type { Endpoint } from '@esp-prov/device';
import {
  type Bytes,
  builtInEndpoints,
  equalConstantTime,
  foreignText,
  fromHex,
  ProvisioningError,
  utf8,
} from '@esp-prov/protocol';
import { plainJson } from './plain-json.ts';

/** An endpoint of a vendor, with its answers made beforehand. */
export interface CannedEndpoint {
  readonly name: string;
  readonly handler: Endpoint;
}

/** Most endpoints of a device, and most answers of an endpoint. */
const [mostEndpoints, mostRules] = [64, 256];

/** Bytes of the longest request that is compared, and of the longest answer. */
const longestBytes = 16 * 1024;

/** Names go into a path of HTTP, and into a line of the console. */
const endpointName = /^[A-Za-z0-9._-]{1,32}(\/[A-Za-z0-9._-]{1,32})?$/;

type Rule = (request: Bytes) => Bytes | undefined;

/**
 * Reads endpoints with canned answers from parsed YAML or JSON: under `endpoints` each has an answer, or a list of rules
 * with a `request` and an `answer`, of which the first that matches counts. Bytes are text, or an object with `text`,
 * `hex` or `json`; an answer may also be `echo: true`. Whole numbers beyond 2^53 are expected as bigint.
 *
 * @throws ProvisioningError `endpoint/invalid-answers` that names the place
 */
export function parseCannedEndpoints(data: unknown): CannedEndpoint[] {
  const endpoints = isRecord(data) ? member(data, 'endpoints') : undefined;
  if (!isRecord(endpoints)) throw invalid('endpoints', 'names of endpoints with their answers');
  const entries = Object.entries(endpoints);
  if (entries.length === 0 || entries.length > mostEndpoints)
    throw invalid('endpoints', `1 to ${mostEndpoints} of them`);
  return entries.map(([name, value]) => ({ name: checkedName(name), handler: handlerOf(rulesOf(name, value)) }));
}

function checkedName(name: string): string {
  const isBuiltIn = builtInEndpoints.some((endpoint) => endpoint.name === name);
  if (endpointName.test(name) && !isBuiltIn) return name;
  throw invalid(`endpoints.${name}`, 'a name of its own, of letters, digits, dots and hyphens, for example my-status');
}

/** What no rule has an answer for is refused, as firmware does by an error of the handler. */
function handlerOf(rules: readonly Rule[]): Endpoint {
  return (request) => {
    for (const rule of rules) {
      const answer = rule(request);
      if (answer) return answer;
    }
    throw new ProvisioningError('endpoint/refused', 'no rule of the endpoint matches the request');
  };
}

function rulesOf(name: string, value: unknown): Rule[] {
  const place = `endpoints.${name}`;
  if (!Array.isArray(value)) return [ruleOf(undefined, answerOf(value, place))];
  if (value.length === 0 || value.length > mostRules) throw invalid(place, `1 to ${mostRules} rules`);
  return value.map((rule, i) => {
    const at = `${place}[${i}]`;
    if (!isRecord(rule)) throw invalid(at, 'a rule with an answer');
    requireKnown(rule, ['request', 'answer'], at);
    const request = member(rule, 'request');
    const wanted = request === undefined ? undefined : bytesOf(request, `${at}.request`);
    return ruleOf(wanted, answerOf(member(rule, 'answer'), `${at}.answer`));
  });
}

function ruleOf(wanted: Bytes | undefined, answer: Bytes | 'echo'): Rule {
  return (request) => {
    if (wanted && !equalConstantTime(wanted, request)) return undefined;
    return Uint8Array.from(answer === 'echo' ? request : answer);
  };
}

function answerOf(value: unknown, place: string): Bytes | 'echo' {
  if (isRecord(value) && Object.keys(value).length === 1 && member(value, 'echo') === true) return 'echo';
  return bytesOf(value, place);
}

function bytesOf(value: unknown, place: string): Bytes {
  if (typeof value === 'string') return bounded(utf8(value), place);
  const [[kind, content] = []] = isRecord(value) && Object.keys(value).length === 1 ? Object.entries(value) : [];
  if (kind === 'text' && typeof content === 'string') return bounded(utf8(content), place);
  if (kind === 'hex' && typeof content === 'string' && /^([0-9a-f]{2})*$/i.test(content)) {
    return bounded(fromHex(content), place);
  }
  const json = kind === 'json' ? plainJson(content) : undefined;
  if (json !== undefined) return bounded(utf8(json), place);
  throw invalid(place, 'text in quotes, or one of text, hex, json and echo, for example { hex: "00ff" }');
}

function bounded(bytes: Bytes, place: string): Bytes {
  if (bytes.length <= longestBytes) return bytes;
  throw invalid(place, `at most ${longestBytes} bytes`);
}

function requireKnown(record: Readonly<Record<string, unknown>>, known: readonly string[], place: string): void {
  const unknown = Object.keys(record).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalid(`${place}.${unknown}`, `only ${known.join(' and ')}`);
}

function member(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function invalid(place: string, expected: string): ProvisioningError {
  const shown = foreignText(place, 80);
  return new ProvisioningError('endpoint/invalid-answers', `in ${shown}: Expected ${expected}`, {
    details: { place: shown },
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
