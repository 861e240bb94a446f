/** For the button that empties a choice (`clearButtonProps`): Mantine's own has no name, and keeps it from keyboards and from who listens. */
export const clearButton = (what: string) => ({ "aria-label": `Clear ${what}`, "aria-hidden": false, tabIndex: 0 });
