import { type Bytes, concatBytes, ProvisioningError } from '@esp-prov/protocol';
import {
  decodeMessage,
  encodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  requirePayload,
  Status,
  WifiConnectFailedReason,
  WifiStationState,
} from '@esp-prov/protocol/messages';
import type { Endpoint } from '../endpoint.ts';
import type { ManagerRunner } from '../manager/manager-runner.ts';
import type { StationState } from '../manager/manager-state.ts';
import type { WifiCredentials } from '../wifi/wifi-driver.ts';
import type { FirmwareLog } from '../words/firmware-log.ts';
import { logText } from '../words/log-text.ts';
import type { HandlerSettings } from './handler-settings.ts';
import { refuseThreadConfig } from './thread-refusals.ts';

type Payload = NonNullable<Parameters<typeof encodeMessage<typeof NetworkConfigPayloadSchema>>[1]['payload']>;

/**
 * Returns the endpoint `prov-config`: it takes credentials, applies them and reports the station's state. esp-idf:
 * wifi_provisioning/src/wifi_config.c; idf-extra-components: network_provisioning/src/network_config.c
 */
export function wifiConfigEndpoint(runner: ManagerRunner, settings: HandlerSettings, lines: FirmwareLog): Endpoint {
  let received: WifiCredentials | undefined;
  const applyRefusal = settings.applyRefusal === 'internal-error' ? Status.INTERNAL_ERROR : Status.INVALID_ARGUMENT;

  function set(request: { ssid: Uint8Array; passphrase: Uint8Array; bssid: Uint8Array; channel: number }): Bytes {
    const { ssid, passphrase, bssid, channel } = request;
    const { maxPassphraseLength, checksBssid, obeysBssid } = settings;
    // A longer one would overwrite what lies behind it in any release.
    const validBssid = bssid.length === 0 || bssid.length === 6 || (!checksBssid && bssid.length < 6);
    const invalid =
      (!validBssid && 'config/bssid') ||
      (ssid.length > 32 && 'config/ssid') ||
      (passphrase.length > maxPassphraseLength && 'config/passphrase');
    if (invalid) lines(invalid);
    else {
      lines('handlers/config-received', logText(ssid), { secretText: logText(passphrase) });
      received = {
        ssid: untilZero(ssid),
        passphrase: untilZero(passphrase),
        ...(obeysBssid && bssid.length === 6 ? { bssid: Uint8Array.from(bssid) } : {}),
        ...(obeysBssid && channel > 0 ? { channel } : {}),
      };
    }
    const status = invalid ? Status.INVALID_ARGUMENT : Status.SUCCESS;
    return answer(NetworkConfigMsgType.RESP_SET_WIFI_CONFIG, { case: 'respSetWifiConfig', value: { status } });
  }

  async function apply(): Promise<Bytes> {
    const credentials = received;
    // Used up whatever comes of it: another Apply needs another Set.
    received = undefined;
    const status = credentials ? await applied(credentials) : applyRefusal;
    if (!credentials) lines('handlers/config-not-set');
    return answer(NetworkConfigMsgType.RESP_APPLY_WIFI_CONFIG, { case: 'respApplyWifiConfig', value: { status } });
  }

  async function applied(credentials: WifiCredentials): Promise<Status> {
    try {
      await runner.dispatch({ kind: 'apply', credentials });
      lines('handlers/config-applied');
      return Status.SUCCESS;
    } catch {
      // Whatever it was, a store of the application's own making included: the manager has logged why.
      lines('handlers/apply-failed');
      return applyRefusal;
    }
  }

  function status(): Bytes {
    const { station } = runner.state;
    lines(`handlers/state-${stateNames[station.kind]}`);
    const reply = answer(NetworkConfigMsgType.RESP_GET_WIFI_STATUS, {
      case: 'respGetWifiStatus',
      value: stationReply(station, settings.overread),
    });
    // Not awaited: the client's answer must not wait for the end of the service that it triggers.
    if (station.kind === 'connected') runner.dispatch({ kind: 'success-told' }).catch(() => undefined);
    return reply;
  }

  return (bytes) => {
    const { msg, payload } = decodeMessage(NetworkConfigPayloadSchema, bytes);
    switch (msg) {
      case NetworkConfigMsgType.CMD_GET_WIFI_STATUS:
        return status();
      case NetworkConfigMsgType.CMD_SET_WIFI_CONFIG:
        return set(requirePayload(payload, 'cmdSetWifiConfig'));
      case NetworkConfigMsgType.CMD_APPLY_WIFI_CONFIG:
        return apply();
      default: {
        const refusal = refuseThreadConfig(msg, payload.case, settings);
        if (refusal) return refusal;
        throw new ProvisioningError('message/unexpected', `prov-config has no command ${msg}`);
      }
    }
  };
}

const stateNames = {
  connecting: 'connecting',
  'attempt-failed': 'connecting',
  connected: 'connected',
  failed: 'disconnected',
} as const satisfies Record<StationState['kind'], string>;

function stationReply(
  station: StationState,
  overread: Uint8Array,
): Extract<Payload, { case: 'respGetWifiStatus' }>['value'] {
  switch (station.kind) {
    case 'connecting':
      return { staState: WifiStationState.CONNECTING };
    case 'attempt-failed': {
      const { attemptsRemaining } = station;
      return {
        staState: WifiStationState.CONNECTING,
        state: { case: 'attemptFailed', value: { attemptsRemaining } },
      };
    }
    case 'failed':
      return {
        staState: WifiStationState.CONNECTION_FAILED,
        state: { case: 'failReason', value: failReasons[station.reason] },
      };
    case 'connected': {
      const { ip4, authMode, ssid, bssid, channel } = station.connection;
      const told = ssid.length === 32 ? concatBytes(ssid, overread) : ssid;
      const value = { ip4Addr: ip4, authMode: authMode as 0, ssid: told, bssid, channel };
      return { staState: WifiStationState.CONNECTED, state: { case: 'connected', value } };
    }
  }
}

const failReasons = {
  'auth-error': WifiConnectFailedReason.AUTH_ERROR,
  'network-not-found': WifiConnectFailedReason.NETWORK_NOT_FOUND,
} as const;

/** Returns the bytes before the first NUL: the firmware keeps both as C strings. */
function untilZero(bytes: Uint8Array): Bytes {
  const end = bytes.indexOf(0);
  return Uint8Array.from(end < 0 ? bytes : bytes.subarray(0, end));
}

function answer(msg: NetworkConfigMsgType, payload: Payload): Bytes {
  return encodeMessage(NetworkConfigPayloadSchema, { msg, payload });
}
