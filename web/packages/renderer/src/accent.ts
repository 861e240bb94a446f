/** From the one colour that an app chose to the shades that the product's tokens ask for: always readable, in light and in dark. */

type Rgb = readonly [number, number, number];

export type AccentTokens = {
  /** Text and marks on the page. */
  readonly text: string;
  /** Behind what is chosen; the text above can be read on it. */
  readonly quiet: string;
  /** A filled control, under white text. */
  readonly filled: string;
  readonly hover: string;
};

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** What an accent stands on: the lightest and darkest surfaces of `theme.ts`. */
const SURFACES = { light: [247, 248, 248], dark: [36, 40, 43] } as const;
const READABLE = 4.5;
/** For what is no text but has to be seen. */
const VISIBLE = 3;

export function accentTokens(accent: string, scheme: "light" | "dark"): AccentTokens | null {
  const base = parse(accent);
  if (base === null) return null;
  const surface = SURFACES[scheme];
  const away = scheme === "light" ? BLACK : WHITE;
  const seen = until(base, away, (color) => contrast(color, surface) >= VISIBLE);
  const filled = until(seen, BLACK, (color) => contrast(color, WHITE) >= READABLE);
  const quiet = mix(base, surface, 0.88);
  const text = until(base, away, (color) => contrast(color, surface) >= READABLE && contrast(color, quiet) >= READABLE);
  return { text: hex(text), quiet: hex(quiet), filled: hex(filled), hover: hex(mix(filled, BLACK, 0.14)) };
}

/** The rules that put an accent in place of the platform's, or nothing if it is no colour. */
export function accentRules(accent: string, scope: string): string | null {
  const rules = (["light", "dark"] as const).map((scheme) => {
    const tokens = accentTokens(accent, scheme);
    return tokens && `:root[data-mantine-color-scheme="${scheme}"] ${scope} { ${declarations(tokens)} }`;
  });
  return rules.includes(null) ? null : rules.join("\n");
}

function declarations({ text, quiet, filled, hover }: AccentTokens): string {
  const own = { "--accent": text, "--accent-quiet": quiet };
  // each under both names: what refers to another variable was resolved further out already
  const shared = ["--mantine-color-accent", "--mantine-primary-color"].flatMap((name) => [
    [`${name}-filled`, filled],
    [`${name}-filled-hover`, hover],
    [`${name}-light`, quiet],
    [`${name}-light-hover`, quiet],
    [`${name}-light-color`, text],
    [`${name}-outline`, text],
    [`${name}-text`, text],
  ]);
  return [...Object.entries(own), ...shared].map(([name, value]) => `${name}: ${value};`).join(" ");
}

function parse(text: string): Rgb | null {
  const [, red, green, blue] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text) ?? [];
  if (red === undefined || green === undefined || blue === undefined) return null;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

function hex(color: Rgb): string {
  return `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** The first shade on the way to another colour that will do. */
function until(color: Rgb, towards: Rgb, isGood: (color: Rgb) => boolean): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const shade = mix(color, towards, share);
    if (isGood(shade)) return shade;
  }
  return towards;
}

function mix(color: Rgb, other: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => Math.round(color[index] + (other[index] - color[index]) * share);
  return [part(0), part(1), part(2)];
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** As WCAG counts it, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [lighter, darker] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}
