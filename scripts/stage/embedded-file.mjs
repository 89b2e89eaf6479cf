// A part of the bundle and of the page: what generated code calls in place of `fileDesc`.
// biome-ignore lint/correctness/noUndeclaredDependencies: it becomes a part of the protocol package, which declares it
import { protoCamelCase } from '@bufbuild/protobuf/reflect';

/** Numbers of the runtime: the edition of proto3, and how a field says that it is there. */
const proto3 = 999;
const presence = { explicit: 1, implicit: 2 };
const scalars = { string: 9, bytes: 12 };

/**
 * Returns the file that `describeFile` has described; `imports` are those whose types it names. Its descriptions are those
 * that the runtime would make of it, without what only reflection reads. To let the runtime make them takes a fifth of
 * its code.
 */
export function embeddedFile({ name, enums, messages }, imports = []) {
  const file = { kind: 'file', edition: proto3, name, dependencies: imports, extensions: [], services: [] };
  const common = { file, parent: undefined, deprecated: false };
  file.enums = Object.entries(enums).map(([typeName, values]) => {
    const type = { ...common, kind: 'enum', name: typeName, typeName, open: true };
    type.values = Object.entries(values).map(([name, number]) => ({ kind: 'enum_value', name, number, parent: type }));
    type.value = Object.fromEntries(type.values.map((value) => [value.number, value]));
    return type;
  });
  file.messages = Object.keys(messages).map((typeName) => ({
    ...common,
    kind: 'message',
    name: typeName,
    typeName,
    nestedEnums: [],
    nestedMessages: [],
    nestedExtensions: [],
  }));
  const types = new Map();
  for (const each of [...imports, file]) {
    for (const type of [...each.enums, ...each.messages]) types.set(type.typeName, type);
  }
  for (const message of file.messages) addFields(message, messages[message.name], types);
  return file;
}

/** Adds the fields of a message. They come last, as messages name each other. */
function addFields(parent, described, types) {
  const oneofs = new Map();
  const members = new Set();
  const fields = Object.entries(described).map(([name, [number, type, oneofName]]) => {
    const field = describeField({ name, number, parent }, type, types);
    if (oneofName === undefined) members.add(field);
    else {
      const oneof = oneofs.get(oneofName) ?? describeOneof(oneofName, parent);
      oneofs.set(oneofName, oneof);
      oneof.fields.push(field);
      members.add(oneof);
      field.oneof = oneof;
      field.presence = presence.explicit;
    }
    return field;
  });
  const field = Object.fromEntries(fields.map((each) => [each.localName, each]));
  Object.assign(parent, { fields, field, oneofs: [...oneofs.values()], members: [...members] });
}

function describeOneof(name, parent) {
  return { kind: 'oneof', name, localName: protoCamelCase(name), parent, fields: [], deprecated: false };
}

/** Describes a field; its type is a number for a scalar and a name for others, in a list if it repeats. */
function describeField({ name, number, parent }, type, types) {
  const isList = Array.isArray(type);
  const one = isList ? type[0] : type;
  const scalar = typeof one === 'number' ? one : undefined;
  const named = types.get(one);
  const kind = named?.kind ?? 'scalar';
  const isMessage = kind === 'message';
  const localName = protoCamelCase(name);
  return {
    kind: 'field',
    name,
    localName,
    jsonName: localName,
    number,
    parent,
    oneof: undefined,
    deprecated: false,
    fieldKind: isList ? 'list' : kind,
    listKind: isList ? kind : undefined,
    scalar,
    message: isMessage ? named : undefined,
    enum: kind === 'enum' ? named : undefined,
    presence: isMessage && !isList ? presence.explicit : presence.implicit,
    utf8Validation: true,
    delimitedEncoding: isMessage ? false : undefined,
    packed: isList ? !isMessage && scalar !== scalars.string && scalar !== scalars.bytes : undefined,
    longAsString: false,
    getDefaultValue: isList ? undefined : () => undefined,
  };
}
