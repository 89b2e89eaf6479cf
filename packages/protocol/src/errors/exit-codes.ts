/** Exit codes of the command, one for each family of failures. 0 means that the asked thing was done. */
export const exitCodes = {
  ok: 0,
  provisioningFailed: 1,
  usage: 2,
  outcomeUnknown: 3,
  link: 4,
  service: 5,
  session: 6,
  message: 7,
  refused: 8,
  host: 9,
  flash: 10,
  internal: 70,
  interrupted: 130,
} as const;
