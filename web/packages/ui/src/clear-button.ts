/**
 * For the button that empties a choice (`clearButtonProps`): Mantine's own has no name, keeps it from keyboards and from who listens, and is smaller than
 * what a finger hits (24 pixels, WCAG 2.2, 2.5.8).
 */
export const clearButton = (what: string) => ({ "aria-label": `Clear ${what}`, "aria-hidden": false, tabIndex: 0, size: "24" });
