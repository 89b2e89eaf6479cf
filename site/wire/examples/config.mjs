// Messages of `prov-config` for Wi-Fi.
import { fromHex, utf8 } from '@esp-prov/protocol';
import { NetworkConfigPayloadSchema as schema } from '@esp-prov/protocol/messages';
import { encodedExample } from './encoded-example.mjs';
import { sealedExamples } from './run-examples.mjs';

const steps = [
  { name: 'config-set', label: 'config-set', from: 'client', says: 'The client hands over SSID and passphrase' },
  {
    name: 'config-set-response',
    label: 'config-set',
    from: 'device',
    says: 'The device keeps them in memory',
    notes: { resp_set_wifi_config: 'Status 0 (Success) is not written' },
  },
  { name: 'config-apply', label: 'config-apply', from: 'client', says: 'The client has them applied' },
  {
    name: 'config-apply-response',
    label: 'config-apply',
    from: 'device',
    says: 'The device has stored them, and joins a second later',
    notes: { resp_apply_wifi_config: 'Status 0 (Success) is not written' },
  },
  {
    name: 'config-status',
    label: 'config-get-status right after apply',
    from: 'client',
    says: 'The client requests the state of the station',
    notes: { cmd_get_wifi_status: 'Written although empty: `msg` is 0, and no bytes would be left' },
  },
  {
    name: 'config-status-connecting',
    label: 'config-get-status right after apply',
    from: 'device',
    says: 'The device is still joining',
  },
  {
    name: 'config-status-connected',
    label: 'config-get-status connected',
    from: 'device',
    says: 'The device has joined',
    notes: {
      bssid: 'Four right bytes: what stands behind a zero is wrong, here `10 7f`',
    },
  },
];

const failures = [
  {
    name: 'config-status-auth-error',
    label: 'config-get-status auth error',
    from: 'device',
    says: 'The passphrase was wrong',
    notes: { wifi_fail_reason: 'Written although 0, as it is a member of a `oneof`' },
  },
  {
    name: 'config-status-not-found',
    label: 'config-get-status network not found',
    from: 'device',
    says: 'No such network was found',
  },
];

/** Returns the examples of `prov-config`. */
export async function configExamples() {
  const status = (value) => ({ msg: 1, payload: { case: 'respGetWifiStatus', value } });
  const network = {
    ssid: utf8('HomeNet'),
    passphrase: utf8('correct horse'),
    bssid: fromHex('240ac4001122'),
    channel: 11,
  };
  return [
    ...(await sealedExamples('full', schema, steps)),
    ...(await sealedExamples('failures', schema, failures)),
    encodedExample({
      name: 'config-set-access-point',
      says: 'The same with an access point and a channel',
      schema,
      content: { msg: 2, payload: { case: 'cmdSetWifiConfig', value: network } },
      label: 'set-config command, bssid and channel',
      notes: { bssid: "Espressif's manager ignores it", channel: "Espressif's manager ignores it" },
    }),
    encodedExample({
      name: 'config-set-refused',
      says: 'SSID, passphrase or BSSID has a length that cannot be',
      schema,
      content: { msg: 3, payload: { case: 'respSetWifiConfig', value: { status: 4 } } },
      label: 'set-config response InvalidArgument',
    }),
    encodedExample({
      name: 'config-apply-refused',
      says: 'The device cannot apply anything now',
      schema,
      content: { msg: 5, payload: { case: 'respApplyWifiConfig', value: { status: 5 } } },
      label: 'apply-config response InternalError',
    }),
    encodedExample({
      name: 'config-status-attempts',
      says: 'A try has failed, and four are left',
      schema,
      content: status({ staState: 1, state: { case: 'attemptFailed', value: { attemptsRemaining: 4 } } }),
      label: 'get-status response connecting, attempts remaining 4',
    }),
    encodedExample({
      name: 'config-status-disconnected',
      says: "The station is disconnected: a state that Espressif's manager never reports",
      schema,
      content: status({ staState: 2 }),
      label: 'get-status response disconnected',
    }),
  ];
}
