/** What a code of another kind is, for catalogues of texts. */
export type OtherCode =
  | 'wifi'
  | 'dpp'
  | 'matter'
  | 'homekit'
  | 'zigbee'
  | 'one-time-password'
  | 'contact'
  | 'calendar'
  | 'app'
  | 'link';

/** Beginnings of the codes that scanners find on other things, and what they are. */
const kinds: readonly (readonly [RegExp, OtherCode, string])[] = [
  [/^WIFI:/i, 'wifi', 'the code of a Wi-Fi network, for phones to join'],
  [/^DPP:/i, 'dpp', 'a code of Wi-Fi Easy Connect (DPP)'],
  [/^MT:/i, 'matter', 'a Matter code'],
  [/^X-HM:/i, 'homekit', 'a HomeKit code'],
  [/^Z:[0-9a-f]{16}\$/i, 'zigbee', 'a Zigbee install code'],
  [/^otpauth(-migration)?:/i, 'one-time-password', 'a code for one-time passwords'],
  [/^(BEGIN:VCARD|MECARD:|BIZCARD:)/i, 'contact', 'a contact'],
  [/^(BEGIN:VCALENDAR|BEGIN:VEVENT)/i, 'calendar', 'a date for a calendar'],
  [/^(tel|sms|smsto|mailto|matmsg|geo|market|intent|bitcoin|ethereum):/i, 'app', 'a code for an app of a phone'],
  [/^(https?|ftp):\/\//i, 'link', 'a link that carries no payload'],
];

/** Says what a code of another kind is, by how it begins; undefined where that says nothing. */
export function otherCodeKind(text: string): string | undefined {
  return find(text)?.[2];
}

/** Returns the kind of a code that is of another kind, by how it begins; undefined where that says nothing. */
export function otherCode(text: string): OtherCode | undefined {
  return find(text)?.[1];
}

function find(text: string): (typeof kinds)[number] | undefined {
  const begin = text.slice(0, 1024).trimStart();
  return kinds.find(([pattern]) => pattern.test(begin));
}
