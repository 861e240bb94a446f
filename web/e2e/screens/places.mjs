/** What the screens share. */
export const visible = (locator) => locator.first().waitFor();
export const row = (page, name) => page.getByRole("grid", { name }).getByRole("gridcell");
export const heading = (page, name) => visible(page.getByRole("heading", { name }));
export const menuItem = async (page, menu, item) => {
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("menuitem", { name: item }).click();
};
