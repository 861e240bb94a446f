/**
 * One grey scale, one accent, and colours that mean something. Light and dark come from the same tokens.
 * Everything a screen needs beyond Mantine's own variables is a token below, used as `var(--line)` in CSS.
 */
import { type CSSVariablesResolver, type MantineColorsTuple, createTheme } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#e9f6f5",
  "#d0ebe9",
  "#a3d7d3",
  "#72c1bc",
  "#4db1ab",
  "#2b928e",
  "#157b78",
  "#0c6b68",
  "#085553",
  "#053f3e",
];

const gray: MantineColorsTuple = [
  "#f7f8f8",
  "#eff0f1",
  "#e3e5e6",
  "#d3d6d8",
  "#b3b7ba",
  "#858b90",
  "#62686d",
  "#4b5156",
  "#33383c",
  "#1d2124",
];

const dark: MantineColorsTuple = [
  "#e6e8e9",
  "#c6cacc",
  "#a3a9ad",
  "#80878c",
  "#43494e",
  "#373c41",
  "#24282b",
  "#181b1e",
  "#121416",
  "#0c0e0f",
];

export const theme = createTheme({
  colors: { accent, gray, dark },
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  black: "#1d2124",
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, monospace',
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.4" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "28px" },
      h2: { fontSize: "16px", lineHeight: "24px" },
      h3: { fontSize: "14px", lineHeight: "20px" },
    },
  },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "2px", sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "md",
  shadows: {
    xs: "none",
    sm: "0 1px 2px rgb(0 0 0 / 0.08)",
    md: "0 4px 16px rgb(0 0 0 / 0.14)",
    lg: "0 8px 28px rgb(0 0 0 / 0.18)",
    xl: "0 12px 40px rgb(0 0 0 / 0.22)",
  },
  respectReducedMotion: true,
  components: {
    Text: { defaultProps: { size: "sm" } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 }, padding: "lg", transitionProps: { duration: 120 }, closeButtonProps: { "aria-label": "Close" } } },
    Drawer: { defaultProps: { position: "right", overlayProps: { backgroundOpacity: 0.3 }, padding: "lg", transitionProps: { duration: 140 }, closeButtonProps: { "aria-label": "Close" } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false } },
    // the placeholder is a focusable child that a menu may not have
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: "md", transitionProps: { duration: 80 } } },
    Select: { defaultProps: { allowDeselect: false, checkIconPosition: "right" } },
    Skeleton: { defaultProps: { radius: "sm" } },
    Badge: { defaultProps: { variant: "light", radius: "sm", tt: "none" } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Close the notice" } } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--surface": "#ffffff",
    "--surface-sunken": gray[0],
    "--surface-hover": gray[1],
    "--line": gray[2],
    "--line-strong": gray[5],
    "--text": gray[9],
    "--text-quiet": gray[6],
    "--accent": accent[7],
    "--accent-quiet": accent[0],
    "--danger-text": "#b02525",
    "--danger-quiet": "#fdecec",
    "--warning-text": "#85500a",
    "--warning-quiet": "#fdf3e1",
    "--success-text": "#1a6e3c",
    "--success-quiet": "#e8f6ed",
    "--mantine-color-dimmed": gray[6],
    "--mantine-color-placeholder": gray[6],
    "--mantine-color-error": "#b02525",
    "--mantine-color-default-border": gray[3],
  },
  dark: {
    "--surface": dark[7],
    "--surface-sunken": dark[8],
    "--surface-hover": dark[6],
    "--line": "#2d3236",
    "--line-strong": "#767d82",
    "--text": dark[0],
    "--text-quiet": dark[2],
    "--accent": accent[4],
    "--accent-quiet": "#10302f",
    "--danger-text": "#ff9a9a",
    "--danger-quiet": "#3a1d1f",
    "--warning-text": "#f0b95c",
    "--warning-quiet": "#372911",
    "--success-text": "#7cd39b",
    "--success-quiet": "#153022",
    "--mantine-color-dimmed": dark[2],
    "--mantine-color-placeholder": dark[2],
    "--mantine-color-error": "#ff9a9a",
    "--mantine-color-default-border": dark[4],
  },
});
