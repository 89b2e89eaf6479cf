/** What `iw phy NAME info` (5.9 to 6.9) says of real radios, from the line before the combinations to the line after. */
export const radios = {
  raspberryPi3: part(
    ' * #{ managed } <= 1, #{ P2P-device } <= 1, #{ P2P-client, P2P-GO } <= 1,',
    '   total <= 3, #channels <= 2',
    ' * #{ managed } <= 1, #{ AP } <= 1, #{ P2P-client } <= 1, #{ P2P-device } <= 1,',
    '   total <= 4, #channels <= 1',
  ),
  raspberryPi5: part(
    ' * #{ managed } <= 2, #{ P2P-device } <= 1, #{ P2P-client, P2P-GO } <= 1,',
    '   total <= 3, #channels <= 2',
    ' * #{ managed } <= 1, #{ AP } <= 1, #{ P2P-client } <= 1, #{ P2P-device } <= 1,',
    '   total <= 4, #channels <= 1',
  ),
  ath9k: part(
    ' * #{ managed } <= 2048, #{ AP, mesh point } <= 8, #{ P2P-client, P2P-GO } <= 1, #{ IBSS } <= 1,',
    '   total <= 2048, #channels <= 1, STA/AP BI must match, radar detect widths: { 20 MHz (no HT), 20 MHz, 40 MHz }',
  ),
  iwlwifi: part(
    ' * #{ managed } <= 1, #{ P2P-client, P2P-GO } <= 1, #{ P2P-device } <= 1,',
    '   total <= 3, #channels <= 2',
    ' * #{ managed } <= 1, #{ AP, P2P-client, P2P-GO } <= 1, #{ P2P-device } <= 1,',
    '   total <= 3, #channels <= 1',
  ),
  oldIwlwifi: part(
    ' * #{ managed } <= 1, #{ AP, P2P-client, P2P-GO } <= 1, #{ P2P-device } <= 1,',
    '   total <= 3, #channels <= 2',
  ),
  hwsim: part(
    ' * #{ IBSS } <= 1, #{ managed, AP, mesh point, P2P-client, P2P-GO } <= 2048, #{ P2P-device } <= 1,',
    '   total <= 2050, #channels <= 1, radar detect widths: { 20 MHz (no HT), 20 MHz, 40 MHz, 80 MHz, 160 MHz, 5 MHz, 10 MHz }',
    '',
  ),
  qcacld: part(' * #{ managed } <= 2, #{ AP } <= 2, total <= 4, #channels <= 2'),
  carl9170: part(' * #{ managed, AP, P2P-client, P2P-GO } <= 2,', '   total <= 2, #channels <= 1'),
  sunxi: part(
    ' * #{ managed, AP } <= 1, #{ P2P-client, P2P-GO } <= 1, #{ P2P-device } <= 1,',
    '   total <= 3, #channels <= 2',
  ),
  onlyP2p: part(' * #{ managed } <= 1, #{ P2P-client, P2P-GO } <= 1,', '   total <= 2, #channels <= 1'),
  rtl8xxxu: `\tsoftware interface modes (can always be added):
\t\t * monitor
\tinterface combinations are not supported
\tDevice supports SAE with AUTHENTICATE command
`,
} as const;

function part(...lines: readonly string[]): string {
  return `\tsoftware interface modes (can always be added):
\t\t * AP/VLAN
\t\t * monitor
\tvalid interface combinations:
${lines.map((line) => `\t\t${line}`).join('\n')}
\tHT Capability overrides:
\t\t * MCS: ff ff ff ff ff ff ff ff ff ff
\t\t * maximum A-MSDU length
\tDevice supports TX status socket option.
\tmax # scan plans: 1
`;
}
