import "./brand.css";

/** A gate in a wall: the name's own sign. */
export function BrandMark({ size = 20 }: { size?: number }) {
  return (
    <svg className="brand-mark" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <rect width="16" height="16" rx="3.5" />
      <path d="M4 13V7a4 4 0 0 1 8 0v6H9.5V8.5h-3V13z" />
    </svg>
  );
}
