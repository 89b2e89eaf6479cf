/** How long things take, in ms. What the real ones take is said where it differs much. */
export interface BluezDelays {
  /** From `Connect` to the link, once the device advertises. */
  readonly connectMs: number;
  /** Until `Connect` to a device that does not advertise fails; the kernel takes about 20 s. */
  readonly connectTimeoutMs: number;
  /** From the link to `ServicesResolved`; a real device takes up to seconds. */
  readonly resolveMs: number;
  /** From `Disconnect` to the end of the link; bluetoothd takes 2 s. */
  readonly disconnectMs: number;
  /** Between two advertisements of a device. */
  readonly advertisingMs: number;
  /** From a request to its answer, what the peripheral's program takes not counted. */
  readonly requestMs: number;
  /** Until a request without an answer ends the link. Bluetooth Core Specification, volume 3 part F, 3.3.3 */
  readonly requestTimeoutMs: number;
  /** Until a pairing is done. */
  readonly pairMs: number;
  /** Until a device that was only seen is forgotten: TemporaryTimeout of main.conf. */
  readonly temporaryMs: number;
}

/** Quick where nothing but patience is lost, as real where a limit matters. */
export const defaultDelays: BluezDelays = {
  connectMs: 20,
  connectTimeoutMs: 20_000,
  resolveMs: 30,
  disconnectMs: 5,
  advertisingMs: 100,
  requestMs: 0,
  requestTimeoutMs: 30_000,
  pairMs: 20,
  temporaryMs: 30_000,
};
