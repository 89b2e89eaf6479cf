/** What the guided console says besides its questions, in the words of the esp_prov of a generation of firmware. */
export interface GuidedWords {
  /** First line; undefined for none. */
  readonly banner: string | undefined;
  readonly sendingCredentials: string;
  readonly credentialsSent: string;
  readonly applying: string;
  readonly connectionState: string;
  readonly states: Readonly<Record<string, string>>;
}

/** Words for firmware of v3.2, as the README of the example has them. */
export const legacyWords: GuidedWords = {
  banner: '==== Esp_Prov Version: v1.0 ====',
  sendingCredentials: '==== Sending Wifi credential to esp32 ====',
  credentialsSent: '==== Wifi Credentials sent successfully ====',
  applying: '==== Applying config to esp32 ====',
  connectionState: '==== Wifi connection state  ====',
  states: {
    connected: '++++ WiFi state: connected ++++',
    connecting: '++++ WiFi state: connecting... ++++',
    disconnected: '++++ WiFi state: disconnected ++++',
    failed: '++++ WiFi state: connection failed ++++',
  },
};

/** Words for firmware of today. */
export const modernWords: GuidedWords = {
  banner: undefined,
  sendingCredentials: '==== Sending Wi-Fi Credentials to Target ====',
  credentialsSent: '==== Wi-Fi Credentials sent successfully ====',
  applying: '==== Applying Wi-Fi Config to Target ====',
  connectionState: '==== Wi-Fi connection state  ====',
  states: {
    connected: '==== WiFi state: Connected ====',
    connecting: '++++ WiFi state: Connecting... ++++',
    disconnected: '---- WiFi state: Disconnected ----',
    failed: '---- WiFi state: Connection Failed ----',
  },
};
