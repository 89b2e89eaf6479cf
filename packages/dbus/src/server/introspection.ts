import type { ExportedInterface } from '../exported-interface.ts';
import { splitSignature } from '../values/signature.ts';
import { introspectable, objectManager, peer, properties } from './standard-names.ts';

const doctype =
  '<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"\n' +
  ' "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">\n';

const standardInterfaces: Readonly<Record<string, ExportedInterface>> = {
  [introspectable]: { methods: { Introspect: describedMethod('', 's') } },
  [peer]: { methods: { Ping: describedMethod('', ''), GetMachineId: describedMethod('', 's') } },
  [properties]: {
    methods: {
      Get: describedMethod('ss', 'v'),
      GetAll: describedMethod('s', 'a{sv}'),
      Set: describedMethod('ssv', ''),
    },
    signals: { PropertiesChanged: 'sa{sv}as' },
  },
};

const managerInterface: ExportedInterface = {
  methods: { GetManagedObjects: describedMethod('', 'a{oa{sa{sv}}}') },
  signals: { InterfacesAdded: 'oa{sa{sv}}', InterfacesRemoved: 'oas' },
};

/**
 * Returns the introspection document of one object: its interfaces, the standard ones, and the names of its children.
 */
export function introspectionXml(
  interfaces: Readonly<Record<string, ExportedInterface>> | undefined,
  options: { readonly children: readonly string[]; readonly manager: boolean },
): string {
  const all: Record<string, ExportedInterface> = {
    ...standardInterfaces,
    ...(options.manager ? { [objectManager]: managerInterface } : {}),
    ...interfaces,
  };
  const described = Object.entries(all).map(([name, content]) => interfaceXml(name, content));
  const children = options.children.map((child) => `  <node name="${xmlText(child)}"/>\n`);
  return `${doctype}<node>\n${described.join('')}${children.join('')}</node>\n`;
}

function interfaceXml(name: string, { methods = {}, properties = {}, signals = {} }: ExportedInterface): string {
  const lines = [
    ...Object.entries(methods).map(([method, { in: taken, out }]) =>
      memberXml('method', method, [...argsXml(taken, ' direction="in"'), ...argsXml(out, ' direction="out"')]),
    ),
    ...Object.entries(signals).map(([signal, signature]) => memberXml('signal', signal, argsXml(signature, ''))),
    ...Object.entries(properties).map(([property, { signature, set }]) => {
      const access = set === undefined ? 'read' : 'readwrite';
      return `    <property name="${xmlText(property)}" type="${xmlText(signature)}" access="${access}"/>\n`;
    }),
  ];
  return `  <interface name="${xmlText(name)}">\n${lines.join('')}  </interface>\n`;
}

function memberXml(kind: string, name: string, args: readonly string[]): string {
  if (args.length === 0) return `    <${kind} name="${xmlText(name)}"/>\n`;
  return `    <${kind} name="${xmlText(name)}">\n${args.join('')}    </${kind}>\n`;
}

function argsXml(signature: string, direction: string): string[] {
  return splitSignature(signature).map((type) => `      <arg type="${xmlText(type)}"${direction}/>\n`);
}

function describedMethod(taken: string, out: string) {
  return { in: taken, out, call: () => undefined };
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
