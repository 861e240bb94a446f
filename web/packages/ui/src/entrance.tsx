import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { BrandMark } from "./brand.tsx";
import { SchemeSwitch } from "./scheme-switch.tsx";
import "./entrance.css";

/** The frame of the screens outside the door: signing in and setting up. */
export function Entrance({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <div className="entrance">
      <div className="entrance-corner">
        <SchemeSwitch />
      </div>
      <main className="entrance-card">
        <div className="entrance-head">
          <BrandMark size={32} />
          <Title order={1}>{title}</Title>
          {lead !== undefined && <Text c="dimmed">{lead}</Text>}
        </div>
        {children}
      </main>
    </div>
  );
}
