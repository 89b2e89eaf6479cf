import type { ErrorText } from './error-text.ts';

/** Titles and advice for failures in German, by their code, as the English ones. */
export const deErrors: Readonly<Record<string, ErrorText>> = {
  '*': ['Das hat nicht geklappt', 'Was gemeldet wurde, steht in den Einzelheiten.'],

  'link/*': [
    'Die Verbindung ist abgerissen',
    'Hat das Gerät Strom, ist es nah genug, sitzt das Kabel? Dann noch einmal versuchen.',
  ],
  'link/unreachable': [
    'Das Gerät ist nicht erreichbar',
    'Näher herangehen. Es muss an sein, und kein Telefon darf mit ihm verbunden sein.',
  ],
  'link/timeout': [
    'Das Gerät antwortet nicht',
    'Es ist beschäftigt oder zu weit weg. Näher herangehen oder neu starten.',
  ],
  'link/protocol': [
    'Etwas anderes hat geantwortet',
    'So spricht kein Gerät, das sich einrichten lässt. Gerät neu starten und noch einmal versuchen.',
  ],

  'endpoint/*': ['Das Gerät hat abgelehnt', 'Gerät neu starten und wieder verbinden. Den Grund nennt sein Log.'],
  'endpoint/not-found': ['Dem Gerät fehlt eine Funktion', 'Seine Firmware ist zu alt oder ohne sie gebaut.'],
  'endpoint/request-size': [
    'Die Nachricht passt nicht',
    'Eine USB-Konsole nimmt nur kurze Zeilen. Bitte einen anderen Weg wählen.',
  ],

  'version/*': ['Seine Version ist hier unbekannt', 'Die Firmware des Geräts oder diese Seite aktualisieren.'],
  'version/draft-unsupported': ['Die Firmware ist ein Entwurf', 'Auf network_provisioning 1.0 oder neuer bringen.'],
  'version/feature-missing': ['Dem Gerät fehlt eine Funktion', 'Seine Firmware ist zu alt oder ohne sie gebaut.'],

  'session/*': ['Die sichere Sitzung ist gescheitert', 'Gerät neu starten und wieder verbinden.'],
  'session/pop-required': ['Das Gerät will seinen Code', 'Den Code vom Aufkleber eingeben.'],
  'session/user-required': ['Das Gerät will sein Passwort', 'Benutzername und Passwort vom Aufkleber eingeben.'],
  'session/proof-mismatch': ['Der Code stimmt nicht', 'Großbuchstaben prüfen, und 0 gegen O.'],
  'session/device-unproven': [
    'Das Gerät hat sich nicht ausgewiesen',
    'Der Code ist falsch, oder ein anderes Gerät antwortet. Mit dem Aufkleber vergleichen.',
  ],
  'session/downgraded': [
    'Weniger Sicherheit als verlangt',
    'Es bietet ein schwächeres Verfahren oder ein altes Security 2 (etwa Patch 0). Vielleicht antwortet ein anderes Gerät: mit dem Aufkleber vergleichen.',
  ],
  'session/unproven': [
    'Das Gerät weist sich nicht aus',
    'Ein anderes könnte an seiner Stelle antworten. Seinen Code angeben, oder es zulassen.',
  ],
  'session/scheme-unsupported': ['Das Verfahren ist hier unbekannt', 'Diese Seite oder die Firmware aktualisieren.'],
  'session/scheme-mismatch': [
    'Die Verfahren passen nicht zusammen',
    'Andere Apps schließen, die das Gerät einrichten. Sonst auf dem Aufkleber nachsehen, welches gilt.',
  ],
  'session/tampered': [
    'Eine Nachricht wurde verändert',
    'Näher herangehen und neu verbinden. Beim zweiten Mal stört vielleicht jemand.',
  ],
  'session/weak-key': ['Der Schlüssel ist schwach', 'Nicht weitermachen: vielleicht antwortet ein anderes Gerät.'],
  'session/replaced': ['Eine andere App hat übernommen', 'Andere Apps und Tabs schließen, dann wieder verbinden.'],

  'message/*': ['Die Antwort ergibt keinen Sinn', 'Gerät neu starten. Bleibt es so, die Einzelheiten kopieren.'],
  'qr/unreadable': ['Kein passender Code gefunden', 'Den ganzen Code zeigen, bei gutem Licht, oder ihn eintippen.'],

  'device/*': ['Das Gerät meldet einen Fehler', 'Neu starten und noch einmal versuchen. Mehr steht in seinem Log.'],
  'device/apply-refused': ['Das Gerät nahm kein Netz an', 'Es hat schon eines, oder sein Funk streikt. Zurücksetzen.'],
  'device/scan-endless': ['Die Liste der Netze endet nicht', 'Den Namen des Netzes eintippen.'],
  'device/session-only': ['Das Gerät ist schon eingerichtet', 'Für einen Neuanfang die Reset- oder BOOT-Taste halten.'],

  'bluetooth/*': ['Bluetooth lehnt ab', 'Bluetooth aus- und einschalten, dann noch einmal versuchen.'],
  'bluetooth/no-adapter': ['Kein Bluetooth-Adapter gefunden', 'Einen anstecken oder Bluetooth einschalten.'],
  'bluetooth/powered-off': ['Bluetooth ist aus', 'Einschalten, dann noch einmal versuchen.'],
  'bluetooth/not-permitted': ['Bluetooth ist hier nicht erlaubt', 'Im Browser oder im System erlauben.'],
  'bluetooth/nothing-chosen': ['Kein Gerät gewählt', 'Die Liste noch einmal zeigen und eines wählen.'],
  'bluetooth/not-found': [
    'Das Gerät wurde nicht gefunden',
    'Es muss an und nah sein, und nicht an einem Telefon hängen.',
  ],
  'bluetooth/no-provisioning': [
    'Das Gerät lässt sich nicht einrichten',
    'Vielleicht ist es das schon, oder es nutzt einen anderen Dienst. Die Reset- oder BOOT-Taste halten.',
  ],
  'bluetooth/pairing-failed': ['Das Koppeln ist gescheitert', 'Das Gerät in den Bluetooth-Einstellungen entfernen.'],
  'bluetooth/stale-bond': ['Eine alte Kopplung stört', 'Das Gerät in den Bluetooth-Einstellungen entfernen.'],
  'bluetooth/stale-cache': ['Alte Dienste sind gemerkt', 'Das Gerät in den Bluetooth-Einstellungen entfernen.'],
  'gatt/*': ['Das Gerät hat abgelehnt', 'Gerät neu starten und wieder verbinden.'],

  'serial/*': [
    'Der USB-Anschluss ist weg',
    'Das Kabel wurde gezogen, oder der Chip kam unter anderem Namen wieder. Noch einmal wählen.',
  ],
  'serial/nothing-chosen': ['Kein Anschluss gewählt', 'Die Liste noch einmal zeigen und einen wählen.'],
  'serial/not-permitted': ['USB ist hier nicht erlaubt', 'Im Browser oder im System erlauben.'],
  'host/*': ['Dieser Rechner lässt es nicht zu', 'Was fehlt, steht in den Einzelheiten.'],
  'host/port-unusable': ['Der Anschluss ist belegt', 'Den seriellen Monitor oder die IDE schließen.'],

  'wifi/*': ['Das Gerät kam nicht ins Netz', 'Näher an den Router stellen und noch einmal versuchen.'],
  'wifi/no-networks': ['Das Gerät sieht kein Netz', 'Näher an den Router stellen, oder den Namen eintippen.'],
  'wifi/outcome-unknown': [
    'Das Gerät ist verstummt',
    'Vielleicht ist es im WLAN. Erst nachsehen, dann neu einrichten.',
  ],
  'wifi/invalid-ssid': ['Der Netzname passt nicht', 'Ein Name hat 1 bis 32 Byte.'],
  'wifi/invalid-passphrase': ['Das Passwort passt nicht', 'Es hat 8 bis 63 Zeichen.'],

  'helper/*': [
    'Das Hilfsprogramm meldet einen Fehler',
    'Vielleicht sagt sein Terminal mehr. Dort beenden und neu starten: npx esp-prov web',
  ],
  'helper/gone': ['Das Hilfsprogramm läuft nicht mehr', 'Im Terminal neu starten: npx esp-prov web'],
  'helper/refused': ['Das Hilfsprogramm lehnt ab', 'Bitte die Seite nehmen, die es zuletzt geöffnet hat.'],
  'helper/target-refused': ['Die Adresse wurde abgelehnt', 'Das Hilfsprogramm erreicht nur Geräte im eigenen Netz.'],
  'helper/busy': ['Das Hilfsprogramm ist belegt', 'Andere Seiten schließen, die es nutzen.'],

  'page/*': ['Diese Seite hat einen Fehler', 'Neu laden. Was gemeldet wurde, steht in den Einzelheiten.'],
  'page/reloaded': ['Die Seite wurde neu geladen', 'Damit endet jede Verbindung. Bitte noch einmal verbinden.'],
  'page/stopped': ['Die Seite schaut nicht mehr zu', 'Vielleicht ist das Gerät schon im Netz. Erst nachsehen.'],
  'page/other-tab': ['Ein anderer Tab hat das Gerät', 'Dort weitermachen, oder ihn schließen und hier verbinden.'],
  'page/slept': ['Dieser Rechner hat geschlafen', 'Das Gerät hat inzwischen getrennt. Noch einmal verbinden.'],
  'page/no-way': ['Dieser Weg ist hier zu', 'Neu beginnen und einen anderen wählen.'],
  'page/chunk-missing': ['Ein Teil der Seite fehlt', 'Er ließ sich nicht laden. Online gehen und neu laden.'],
};
