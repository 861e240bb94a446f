/** One of the options of a list of choices, by its label. */
export async function choose(page, label, option, within = page) {
  await within.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}
