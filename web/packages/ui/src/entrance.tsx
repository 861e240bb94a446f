import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { BrandMark } from "./brand.tsx";
import { SchemeSwitch } from "./scheme-switch.tsx";
import "./entrance.css";

interface EntranceProps {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
  /** Below a line: the other ways. */
  foot?: ReactNode;
  /** For more than a few fields. */
  wide?: boolean;
}

/** The frame of the screens outside the door: signing in, setting up, and what a link leads to. */
export function Entrance({ title, lead, children, foot, wide = false }: EntranceProps) {
  return (
    <div className="entrance">
      <div className="entrance-corner">
        <SchemeSwitch />
      </div>
      <main className="entrance-card" data-wide={wide || undefined}>
        <div className="entrance-head">
          <BrandMark size={32} />
          <Title order={1}>{title}</Title>
          {lead !== undefined && (
            <Text c="dimmed" component="div">
              {lead}
            </Text>
          )}
        </div>
        {children}
        {foot !== undefined && foot !== null && <div className="entrance-foot">{foot}</div>}
      </main>
    </div>
  );
}
