/**
 * For pages that show the button: a script that defines `<esp-provision-button>`.
 *
 * @packageDocumentation
 */
import { EspProvisionButton } from './esp-provision-button.ts';

export { EspProvisionButton };

// A page may load two copies of this script; the first one has the name.
if (!customElements.get('esp-provision-button')) customElements.define('esp-provision-button', EspProvisionButton);

declare global {
  interface HTMLElementTagNameMap {
    'esp-provision-button': EspProvisionButton;
  }
}
