/** A QR code, drawn as one path. Dark on white in either scheme: not every camera reads the reverse. */
import { encodeQR } from "qr";
import { useMemo } from "react";
import "./factors.css";

/** Modules of white around it, as the standard asks for. */
const QUIET = 4;

/** The dark modules as squares of a path. */
export function pathOf(modules: readonly (readonly boolean[])[]): string {
  return modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
}

export function QrCode({ text, label }: { text: string; label: string }) {
  const modules = useMemo(() => encodeQR(text, "raw", { ecc: "medium", border: QUIET }), [text]);
  const side = modules.length;
  return (
    <svg className="qr-code" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={pathOf(modules)} fill="#000" />
    </svg>
  );
}
