import { expandUuid, isSecurityVersion, type SecurityVersion } from '@esp-prov/protocol';

/** Attributes of `<esp-provision-button>` as the flow takes them. */
export interface ElementSettings {
  readonly namePrefix?: string;
  readonly services?: readonly string[];
  readonly pop?: string;
  readonly username?: string;
  readonly password?: string;
  readonly securityVersion?: SecurityVersion;
  readonly nextUrlEndpoint?: string;
  readonly hostName?: string;
  /** UUIDs of endpoints by their name, for a device that does not name them itself. */
  readonly endpointNames?: Readonly<Record<string, string>>;
}

const longForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Returns the settings that the attributes of an element say. An attribute that is empty says nothing, as a template
 * without a value leaves it.
 *
 * @throws TypeError naming the attribute that has a wrong value, for whoever writes the page
 */
export function elementSettings(attribute: (name: string) => string | null): ElementSettings {
  const text = (name: string) => attribute(name)?.trim() || undefined;
  const services = text('services')
    ?.split(/[\s,]+/)
    .filter(Boolean)
    .map((each) => longUuid('services', each));
  const endpoints = text('endpoints')
    ?.split(/[\s,]+/)
    .filter(Boolean)
    .map(namedEndpoint);
  const securityVersion = scheme(text('security'));
  const settings = {
    namePrefix: text('prefix'),
    services,
    pop: text('pop'),
    username: text('username'),
    password: text('password'),
    securityVersion,
    nextUrlEndpoint: text('next-url-endpoint'),
    hostName: text('host-name'),
    endpointNames: endpoints && Object.fromEntries(endpoints),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function scheme(text: string | undefined): ElementSettings['securityVersion'] {
  if (text === undefined || text === 'auto') return undefined;
  const version = /^\d$/.test(text) ? Number(text) : undefined;
  if (isSecurityVersion(version)) return version;
  throw new TypeError(`security="${text}" is no scheme. Expected auto, 0, 1 or 2`);
}

function namedEndpoint(text: string): readonly [name: string, uuid: string] {
  const at = text.lastIndexOf('=');
  if (at < 1)
    throw new TypeError(`endpoints="${text}" names no UUID. Expected NAME=UUID, for example custom-data=ff54`);
  return [text.slice(0, at), longUuid('endpoints', text.slice(at + 1))];
}

/** Returns a UUID in its long form; 16 bits stand for one on the base of Bluetooth. */
function longUuid(name: string, text: string): string {
  const lower = text.toLowerCase();
  if (longForm.test(lower)) return lower;
  if (/^[0-9a-f]{4}$/.test(lower)) return expandUuid(Number.parseInt(lower, 16));
  throw new TypeError(
    `${name}="${text}" is no UUID. Expected 4 or 32 digits, for example 0000ffff-0000-1000-8000-00805f9b34fb`,
  );
}
