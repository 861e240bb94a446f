/** Every screen there is, and how to get to it: what is checked for accessibility and what is photographed. */
import { accountScreens } from "./screens/account.mjs";
import { administration } from "./screens/administration.mjs";
import { builderScreens } from "./screens/builder.mjs";
import { supportConsoleScreens } from "./screens/console.mjs";
import { entrance } from "./screens/entrance.mjs";
import { supportConsole } from "./support/apps.mjs";

export const WIDE = { viewport: { width: 1440, height: 900 } };
export const NARROW = { viewport: { width: 390, height: 844 }, hasTouch: true };

/**
 * `open` leads there and comes back when the screen is complete. `part` is who looks (null: nobody), `refused` the refusals that
 * belong to it, `narrow` a screen that only a narrow window has. States, dialogs and menus are screens of their own.
 */
export async function screens() {
  const { id } = await supportConsole();
  return [...entrance(), ...accountScreens(), ...supportConsoleScreens(id), ...builderScreens(id), ...administration()];
}

/** The page follows the system: one that is open need not be gone to again to be seen in the other scheme. */
export async function shownIn(page, colorScheme) {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: "attached" });
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}
