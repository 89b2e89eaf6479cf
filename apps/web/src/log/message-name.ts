/** Messages of the handshake by the names that they have in Espressif's sources. */
const handshakeNames: Readonly<Record<string, string>> = {
  Sec0Command: 'S0SessionCmd',
  Sec0Response: 'S0SessionResp',
  Sec1Command0: 'SessionCmd0',
  Sec1Response0: 'SessionResp0',
  Sec1Command1: 'SessionCmd1',
  Sec1Response1: 'SessionResp1',
  Sec2Command0: 'S2SessionCmd0',
  Sec2Response0: 'S2SessionResp0',
  Sec2Command1: 'S2SessionCmd1',
  Sec2Response1: 'S2SessionResp1',
};

/** Returns the name of a message as Espressif's sources and logs have it. */
export function messageName(name: string): string {
  return Object.hasOwn(handshakeNames, name) ? (handshakeNames[name] as string) : name;
}

/** Returns the name of an enum's value without that of the enum: `ConnectionFailed`; undefined for an unknown number. */
export function enumName(type: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const prefix = `${type.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()}_`;
  const rest = value.startsWith(prefix) ? value.slice(prefix.length) : value;
  return rest
    .split('_')
    .map((word) => word.slice(0, 1) + word.slice(1).toLowerCase())
    .join('');
}
