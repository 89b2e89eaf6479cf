/** Words for kinds of evidence; figures stand in the details. */
export const deFindings: Readonly<Record<string, string>> = {
  'reason-group': 'Diese Meldung beweist kein falsches Passwort. Den genauen Grund nennt das Log des Geräts.',
  'unnamed-reason': 'Der gemeldete Grund hat hier keinen Namen. Seine Nummer nennt das Log des Geräts.',
  'no-scan': 'Vorher wurde nicht gesucht. Signal und Art des Netzes sind unbekannt.',
  'not-heard': 'Der Name war nicht unter denen, die das Gerät hört. Ein verborgenes Netz fehlt dort auch.',
  'list-full': 'Die Liste des Geräts war vielleicht voll; schwache Netze fehlen dann.',
  'spelled-differently': 'Das Gerät hört einen ähnlichen Namen, der anders geschrieben ist.',
  heard: 'Das Gerät hatte es gehört, der Name stimmt also. Es ging weg, oder seine Art passt nicht.',
  'one-band': 'Gehört wurden nur Kanäle bei 2,4 GHz. Ein Netz bei 5 GHz ist nicht ausgeschlossen.',
  'weak-signal': 'Das Signal ist schwach. So scheitert die Anmeldung oft.',
  'edge-channel': 'Es liegt auf Kanal 12 bis 14. Dort darf das Gerät je nach Land nicht senden.',
  enterprise: 'Es ist ein Enterprise-Netz. Ein Passwort allein öffnet es nicht.',
  'wpa3-only': 'Das Netz nimmt nur WPA3 oder OWE. Nicht jede Firmware kann das.',
  'wpa3-offered': 'Das Netz bietet WPA3 und verlangt vielleicht, was die Firmware nicht kann.',
  'unusual-security': 'Das Netz nutzt WEP oder WAPI. Firmware nimmt das selten.',
  'open-network':
    'Es ist ein offenes Netz, und ein Passwort wurde gesendet. Manche Firmware sucht dann ein geschütztes.',
  'password-missing': 'Das Netz ist geschützt, und kein Passwort wurde gesendet.',
};
