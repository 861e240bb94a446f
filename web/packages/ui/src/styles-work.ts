/**
 * Style sheets of the parts that only the studio and administration use; the viewer does not carry them.
 * Import after `styles.ts` (which `start.tsx` brings).
 */
import "@mantine/core/styles/InlineInput.layer.css";
import "@mantine/core/styles/Flex.layer.css";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/Pill.layer.css";
import "@mantine/core/styles/Anchor.layer.css";
import "@mantine/core/styles/Center.layer.css";
import "@mantine/core/styles/Checkbox.layer.css";
import "@mantine/core/styles/NumberInput.layer.css";
import "@mantine/core/styles/Radio.layer.css";
import "@mantine/core/styles/Switch.layer.css";
import "@mantine/core/styles/Tooltip.layer.css";
import "@mantine/core/styles/Badge.layer.css";
import "@mantine/core/styles/Breadcrumbs.layer.css";
import "@mantine/core/styles/Code.layer.css";
import "@mantine/core/styles/Drawer.layer.css";
import "@mantine/core/styles/Kbd.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import "@mantine/core/styles/PillsInput.layer.css";
import "@mantine/core/styles/Progress.layer.css";
import "@mantine/spotlight/styles.layer.css";
