/** What the pictures of the page show. Each scene begins with the page as `#demo` opens it, and leaves it as it is shown. */
export const scenes = {
  /** The networks that the device hears, beside its log. */
  async networks(paced) {
    const { page } = paced;
    const button = (name) => page.getByRole('button', { name });
    await paced.until(() => page.getByRole('log').getByText('PROV_261FCC').isVisible());
    await button(/^Bluetooth/).click();
    await paced.until(() => page.getByLabel('Device user name').isVisible());
    await page.getByLabel('Device user name').fill('wifiprov');
    await page.getByLabel('Device password', { exact: true }).fill('abcd1234');
    await button('Continue').click();
    await paced.until(async () => (await page.locator('label.net').count()) === 5);
    await page.locator('label.net').first().click();
    await paced.pass(500);
  },
};
