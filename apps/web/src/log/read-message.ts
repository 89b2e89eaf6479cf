import { decodeUtf8, endpointNames, foreignText, isProvisioningError, toHex } from '@esp-prov/protocol';
import {
  decodeMessage,
  NetworkConfigPayloadSchema,
  NetworkCtrlPayloadSchema,
  NetworkScanPayloadSchema,
  SessionDataSchema,
} from '@esp-prov/protocol/messages';
import { isMasked } from './masked-fields.ts';
import { enumName, messageName } from './message-name.ts';

/** One field of a message, as text that is safe to show. */
export interface ReadField {
  readonly name: string;
  /** Its value; of a masked one only its length in bytes. */
  readonly value: string | { readonly maskedBytes: number };
}

/** What a message says. */
export interface ReadMessage {
  /** Its name; undefined for a message that this log does not know, and for one that cannot be read. */
  readonly name: string | undefined;
  readonly kind: 'read' | 'unknown' | 'unreadable';
  /** What matters most in it, such as a status. */
  readonly summary: string;
  readonly fields: readonly ReadField[];
  /** Whether every byte of it may be shown: nothing in it is masked, or unknown. */
  readonly isOpen: boolean;
}

/** Longest message that is read. */
const mostBytes = 65_536;

/** Most fields that are shown. */
const mostFields = 120;

/** Longest value in characters, and the most bytes of one that are shown as hexadecimal digits. */
const longest = { text: 200, bytes: 48 } as const;

const schemas = {
  [endpointNames.session]: SessionDataSchema,
  [endpointNames.scan]: NetworkScanPayloadSchema,
  [endpointNames.config]: NetworkConfigPayloadSchema,
  [endpointNames.control]: NetworkCtrlPayloadSchema,
} as const;

/**
 * Returns what the plain form of a message says. Never throws, whatever the bytes. Endpoints of an application are
 * unknown here, so that nothing of their messages is shown: they may hold keys and tokens.
 */
export function readMessage(endpoint: string, direction: 'out' | 'in', plain: Uint8Array): ReadMessage {
  if (endpoint === endpointNames.version) return readVersionText(direction, plain);
  const schema = Object.hasOwn(schemas, endpoint) ? schemas[endpoint as keyof typeof schemas] : undefined;
  if (!schema) return { name: undefined, kind: 'unknown', summary: '', fields: [], isOpen: false };
  const unreadable: ReadMessage = { name: undefined, kind: 'unreadable', summary: '', fields: [], isOpen: false };
  if (plain.length > mostBytes) return unreadable;
  try {
    return readProto(schema, decodeMessage(schema, plain) as unknown as Message, direction);
  } catch (error) {
    if (isProvisioningError(error)) return unreadable;
    throw error;
  }
}

/** The answer of `proto-ver` is text; its question means nothing. */
function readVersionText(direction: 'out' | 'in', plain: Uint8Array): ReadMessage {
  const text = foreignText(decodeUtf8(plain.subarray(0, 1024)) ?? '', longest.text);
  const fields = [{ name: direction === 'out' ? 'request' : 'version', value: text }];
  return { name: direction === 'out' ? 'Version?' : 'Version', kind: 'read', summary: '', fields, isOpen: true };
}

/** The part of a generated message that is read. */
type Message = Readonly<Record<string, unknown>> & { readonly $unknown?: readonly unknown[] };

/** The part of a generated description that is read. */
interface Description {
  readonly name: string;
  readonly fields: readonly FieldDescription[];
  readonly oneofs: readonly { readonly localName: string }[];
}

interface FieldDescription {
  readonly name: string;
  readonly localName: string;
  readonly fieldKind: string;
  readonly oneof?: { readonly localName: string } | undefined;
  readonly message?: Description | undefined;
  readonly enum?:
    | { readonly name: string; readonly value: Readonly<Record<number, { readonly name: string }>> }
    | undefined;
}

/** Oneofs that only say which message is within. */
const wrappers = ['proto', 'payload'];

/** What is gathered while a message is read. */
interface Gathered {
  readonly direction: 'out' | 'in';
  readonly fields: ReadField[];
  readonly states: string[];
  isOpen: boolean;
  entries: number | undefined;
}

function readProto(top: Description, message: Message, direction: 'out' | 'in'): ReadMessage {
  const gathered: Gathered = { direction, fields: [], states: [], isOpen: true, entries: undefined };
  let [description, inner] = [top, message];
  for (;;) {
    noteUnknown(inner, gathered);
    const within = selected(description, inner);
    if (!within) break;
    // The status of an answer stands beside the message within, where it says more than its being there.
    const status = description.fields.find(({ name }) => name === 'status');
    if (status && direction === 'in') gather(status, inner[status.localName], '', description.name, gathered);
    [description, inner] = within;
  }
  // A message without fields of its own is often missing: then its number alone says which one it is.
  const number = description.fields.find((field) => field.name === 'msg');
  const name = number?.enum
    ? enumName(number.enum.name, number.enum.value[inner[number.localName] as number]?.name)
    : messageName(description.name);
  if (name === undefined) gathered.isOpen = false;
  else gatherAll(description, inner, '', gathered);
  const { fields, states, isOpen, entries } = gathered;
  const counted = entries === undefined ? [] : [`${entries} ${entries === 1 ? 'entry' : 'entries'}`];
  const shown = fields.slice(0, mostFields);
  if (name === undefined) return { name, kind: 'unreadable', summary: '', fields: [], isOpen: false };
  return { name, kind: 'read', summary: [...states, ...counted].join(', '), fields: shown, isOpen };
}

/** Returns the message that a wrapper holds. */
function selected({ oneofs, fields }: Description, message: Message): [Description, Message] | undefined {
  for (const { localName } of oneofs) {
    if (!wrappers.includes(localName)) continue;
    const { case: name, value } = message[localName] as { readonly case?: string; readonly value?: unknown };
    const field = fields.find((each) => each.localName === name);
    if (field?.message && value) return [field.message, value as Message];
  }
  return undefined;
}

function gatherAll(description: Description, message: Message, prefix: string, gathered: Gathered): void {
  noteUnknown(message, gathered);
  for (const field of description.fields) {
    if (gathered.fields.length > mostFields) return;
    // Of a wrapper its number has named it, and its status belongs to answers.
    if (prefix === '' && description.fields.some(({ name }) => name === 'msg')) {
      if (field.name === 'msg' || (field.name === 'status' && gathered.direction === 'out')) continue;
    }
    const oneof =
      field.oneof && (message[field.oneof.localName] as { readonly case?: string; readonly value?: unknown });
    if (oneof && oneof.case !== field.localName) continue;
    gather(field, oneof ? oneof.value : message[field.localName], prefix, description.name, gathered);
  }
}

function gather(field: FieldDescription, value: unknown, prefix: string, owner: string, gathered: Gathered): void {
  const name = `${prefix}${field.name}`;
  if (value === undefined) return;
  if (Array.isArray(value)) {
    gathered.entries = value.length;
    value.forEach((each, i) => {
      if (field.message && gathered.fields.length <= mostFields)
        gatherAll(field.message, each as Message, `${name}[${i}].`, gathered);
    });
    return;
  }
  if (field.message) return gatherAll(field.message, value as Message, `${name}.`, gathered);
  if (field.enum) {
    const text = enumName(field.enum.name, field.enum.value[value as number]?.name) ?? String(value);
    if (prefix === '' && !(name === 'status' && text === 'Success' && gathered.states.includes(text))) {
      gathered.states.push(text);
    }
    gathered.fields.push({ name, value: text });
    return;
  }
  if (value instanceof Uint8Array) {
    if (isMasked(owner, field.name)) {
      gathered.isOpen = false;
      gathered.fields.push({ name, value: { maskedBytes: value.length } });
    } else if (value.length > 0) gathered.fields.push({ name, value: bytesText(field.name, value) });
    return;
  }
  gathered.fields.push({ name, value: foreignText(String(value), longest.text) });
}

function noteUnknown(message: Message, gathered: Gathered): void {
  if (message.$unknown && message.$unknown.length > 0) gathered.isOpen = false;
}

/** Fields of bytes that are text where they can be. */
const textual = ['ssid', 'client_username'];

function bytesText(name: string, value: Uint8Array): string {
  const text = textual.includes(name) ? decodeUtf8(value) : undefined;
  if (text !== undefined) return foreignText(text, longest.text);
  return hexText(value, longest.bytes);
}

/** Returns bytes as pairs of digits; of many only the first. */
export function hexText(bytes: Uint8Array, most: number): string {
  const shown = toHex(bytes.subarray(0, most)).replace(/(..)(?=.)/g, '$1 ');
  return bytes.length > most ? `${shown} …` : shown;
}
