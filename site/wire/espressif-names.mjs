// Names as Espressif's .proto files spell them, where ours differ: a reader looks for them in ESP-IDF.

const handshake = { command0: 'sc0', response0: 'sr0', command1: 'sc1', response1: 'sr1' };

/** Espressif's name of a field, by our message and our field. */
const fields = {
  Sec0Payload: { command: 'sc', response: 'sr' },
  Sec1Payload: handshake,
  Sec2Payload: handshake,
  RespGetWifiStatus: { sta_state: 'wifi_sta_state', fail_reason: 'wifi_fail_reason', connected: 'wifi_connected' },
  RespGetThreadStatus: { fail_reason: 'thread_fail_reason', attached: 'thread_attached' },
};

/** Espressif's name of an enum value, by our enum; takes our name in capitals. */
const values = {
  SecSchemeVersion: (name) => `SecScheme${name.at(-1)}`,
  Sec0MsgType: (name) => `S0_Session_${pascal(name)}`,
  Sec1MsgType: (name) => `Session_${pascal(name)}`,
  Sec2MsgType: (name) => `S2Session_${pascal(name)}`,
  NetworkConfigMsgType: (name) => `Type${pascal(name)}`,
  NetworkScanMsgType: (name) => `Type${pascal(name)}`,
  NetworkCtrlMsgType: (name) => `Type${pascal(name)}`,
  WifiAuthMode: (name) => (name === 'OPEN' ? 'Open' : name),
  WifiConnectFailedReason: (name) => (name === 'NETWORK_NOT_FOUND' ? 'WifiNetworkNotFound' : pascal(name)),
  ThreadAttachFailedReason: (name) => (name === 'NETWORK_NOT_FOUND' ? 'ThreadNetworkNotFound' : pascal(name)),
  // The spelling is theirs.
  ThreadNetworkState: (name) => (name === 'DETACHED' ? 'Dettached' : pascal(name)),
};

/** Returns Espressif's name of a field of our message. */
export function espressifField(message, field) {
  return fields[message]?.[field] ?? field;
}

/** Returns Espressif's name of a value of our enum, such as `InvalidArgument` for `INVALID_ARGUMENT` of `Status`. */
export function espressifValue(enumName, value) {
  return (values[enumName] ?? pascal)(value);
}

function pascal(name) {
  return name
    .split('_')
    .map((word) => word[0] + word.slice(1).toLowerCase())
    .join('');
}
