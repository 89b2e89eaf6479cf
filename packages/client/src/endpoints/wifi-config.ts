import { type Bytes, ProvisioningError, utf8 } from '@esp-prov/protocol';
import {
  encodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  requirePayload,
  WifiConnectFailedReason,
  WifiStationState,
} from '@esp-prov/protocol/messages';
import { requireBssid, requireChannel } from './access-point-choice.ts';
import { configReply } from './config-reply.ts';
import { ip4Address } from './ip4-address.ts';
import { requireApplied, requireSuccess } from './require-success.ts';

/** A network to join. */
export interface WifiNetwork {
  /** Name: text as UTF-8, or the raw bytes of a scanned one. */
  readonly ssid: string | Uint8Array;
  /** Password; left out for open networks. */
  readonly passphrase?: string | Uint8Array | undefined;
  /** The access point to join: six bytes, or their text such as `aa:bb:cc:dd:ee:ff`. Espressif's manager ignores it. */
  readonly bssid?: string | Uint8Array | undefined;
  /** The channel of the network. Espressif's manager ignores it. */
  readonly channel?: number | undefined;
}

/** What a joined device reports about its connection. */
export interface WifiConnection {
  /** Null where the device tells something that is no IPv4 address. */
  readonly ip4: string | null;
  readonly ssid: Bytes;
  /** Six bytes; those behind a zero may be wrong, since firmware copies it as a C string. */
  readonly bssid: Bytes;
  readonly channel: number;
  /** Number of the auth mode; beyond 7 on recent firmware. */
  readonly authMode: number;
}

/** Why a device failed to join. */
export type WifiFailure = 'auth-error' | 'network-not-found' | 'unknown';

/** The state of a device's station. */
export type WifiStatus =
  | { readonly state: 'connecting'; readonly attemptsRemaining?: number }
  | { readonly state: 'connected'; readonly connection: WifiConnection }
  | { readonly state: 'disconnected' }
  | { readonly state: 'failed'; readonly reason: WifiFailure };

/** Longest SSID and passphrase that devices take, in bytes. esp-idf: wifi_provisioning/src/wifi_config.c */
export const wifiLimits = { ssid: 32, passphrase: 63 } as const;

/**
 * Passes for a network whose name and password a device takes; to find out before a device is asked.
 *
 * @throws ProvisioningError `wifi/invalid-ssid` or `wifi/invalid-passphrase` for lengths that a device refuses, and for a
 *   name that it would cut; `wifi/invalid-access-point` for a BSSID or channel that is none
 */
export function requireWifiNetwork({ ssid, passphrase = '', bssid, channel }: WifiNetwork): void {
  const name = bytes(ssid);
  const secret = bytes(passphrase);
  if (name.length === 0 || name.length > wifiLimits.ssid) {
    throw new ProvisioningError('wifi/invalid-ssid', `the SSID has ${name.length} bytes`, {
      details: { length: name.length },
    });
  }
  if (name.includes(0)) {
    throw new ProvisioningError('wifi/invalid-ssid', 'the SSID holds a zero byte, at which the device would end it', {
      details: { length: name.length },
    });
  }
  if (secret.length > wifiLimits.passphrase) {
    throw new ProvisioningError('wifi/invalid-passphrase', `the passphrase has ${secret.length} bytes`, {
      details: { length: secret.length },
    });
  }
  if (bssid !== undefined) requireBssid(bssid);
  if (channel !== undefined) requireChannel(channel);
}

/**
 * Encodes the request that hands over credentials.
 *
 * @throws ProvisioningError as {@link requireWifiNetwork}
 */
export function encodeSetConfig(network: WifiNetwork): Bytes {
  requireWifiNetwork(network);
  const { ssid, passphrase = '', bssid, channel } = network;
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: NetworkConfigMsgType.CMD_SET_WIFI_CONFIG,
    payload: {
      case: 'cmdSetWifiConfig',
      value: {
        ssid: bytes(ssid),
        passphrase: bytes(passphrase),
        ...(bssid === undefined ? {} : { bssid: requireBssid(bssid) }),
        ...(channel === undefined ? {} : { channel: requireChannel(channel) }),
      },
    },
  });
}

/**
 * Encodes the request that makes the device store the credentials and join. Espressif's tools leave its empty member
 * out.
 */
export function encodeApplyConfig(): Bytes {
  return encodeMessage(NetworkConfigPayloadSchema, { msg: NetworkConfigMsgType.CMD_APPLY_WIFI_CONFIG });
}

/**
 * Encodes the request for the station's state. Its empty member is sent, as the request would have no bytes otherwise.
 */
export function encodeGetStatus(): Bytes {
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: NetworkConfigMsgType.CMD_GET_WIFI_STATUS,
    payload: { case: 'cmdGetWifiStatus', value: {} },
  });
}

/** Passes when the device took the credentials. */
export function decodeSetConfig(reply: Uint8Array): void {
  requireSuccess('set the Wi-Fi credentials', requirePayload(configReply(reply), 'respSetWifiConfig').status);
}

/** Passes when the device applied the credentials. */
export function decodeApplyConfig(reply: Uint8Array): void {
  requireApplied(requirePayload(configReply(reply), 'respApplyWifiConfig').status);
}

/** Decodes the state of the station. A wrong password is a value here, not an error. */
export function decodeStatus(reply: Uint8Array): WifiStatus {
  const { status, staState, state } = requirePayload(configReply(reply), 'respGetWifiStatus');
  requireSuccess('tell its Wi-Fi status', status);
  switch (staState) {
    case WifiStationState.CONNECTING:
      return state.case === 'attemptFailed'
        ? { state: 'connecting', attemptsRemaining: state.value.attemptsRemaining }
        : { state: 'connecting' };
    case WifiStationState.CONNECTED: {
      if (state.case !== 'connected') throw new ProvisioningError('message/unexpected', 'connected, without details');
      const { ip4Addr, ssid, bssid, channel, authMode } = state.value;
      const ip4 = ip4Address(ip4Addr);
      return { state: 'connected', connection: { ip4, ssid: copy(ssid), bssid: copy(bssid), channel, authMode } };
    }
    case WifiStationState.DISCONNECTED:
      return { state: 'disconnected' };
    case WifiStationState.CONNECTION_FAILED:
      return { state: 'failed', reason: failure(state.case === 'failReason' ? state.value : undefined) };
    default:
      throw new ProvisioningError('message/unexpected', `the station has the unknown state ${staState}`);
  }
}

function failure(reason: number | undefined): WifiFailure {
  if (reason === WifiConnectFailedReason.AUTH_ERROR) return 'auth-error';
  if (reason === WifiConnectFailedReason.NETWORK_NOT_FOUND) return 'network-not-found';
  return 'unknown';
}

function bytes(text: string | Uint8Array): Bytes {
  return typeof text === 'string' ? utf8(text) : copy(text);
}

function copy(bytes: Uint8Array): Bytes {
  return Uint8Array.from(bytes);
}
