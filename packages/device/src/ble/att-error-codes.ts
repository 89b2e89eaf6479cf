/** Numbers by which attribute servers refuse. Bluetooth Core Specification, volume 3 part F, 3.4.1.1 */
export const attErrorCodes = {
  /** An attribute that is not there, or not any more. */
  invalidHandle: 0x01,
  /** What NimBLE answers when a request is refused. */
  invalidPdu: 0x04,
  insufficientAuthentication: 0x05,
  /** A value that is too long, or empty where it may not be. */
  invalidLength: 0x0d,
  /** A failure without a number of its own. */
  unlikely: 0x0e,
  insufficientEncryption: 0x0f,
  /** What Bluedroid answers when a request is refused: its own GATT_ERROR. */
  bluedroidError: 0x85,
} as const;
