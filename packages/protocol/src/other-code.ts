/** Beginnings of the codes that scanners find on other things, and what they are. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^WIFI:/i, 'the code of a Wi-Fi network, for phones to join'],
  [/^DPP:/i, 'a code of Wi-Fi Easy Connect (DPP)'],
  [/^MT:/i, 'a Matter code'],
  [/^X-HM:/i, 'a HomeKit code'],
  [/^Z:[0-9a-f]{16}\$/i, 'a Zigbee install code'],
  [/^otpauth(-migration)?:/i, 'a code for one-time passwords'],
  [/^(BEGIN:VCARD|MECARD:|BIZCARD:)/i, 'a contact'],
  [/^(BEGIN:VCALENDAR|BEGIN:VEVENT)/i, 'a date for a calendar'],
  [/^(tel|sms|smsto|mailto|matmsg|geo|market|intent|bitcoin|ethereum):/i, 'a code for an app of a phone'],
  [/^(https?|ftp):\/\//i, 'a link that carries no payload'],
];

/** Says what a code of another kind is, by how it begins; undefined where that says nothing. */
export function otherCodeKind(text: string): string | undefined {
  const begin = text.slice(0, 1024).trimStart();
  return kinds.find(([pattern]) => pattern.test(begin))?.[1];
}
