import { Component, type ReactNode } from "react";
import { NotShown } from "./widget-faults.tsx";

type Props = { readonly name: string; readonly children: ReactNode };

type State = { readonly fault: string | null };

/** A view that breaks takes only itself down. */
export class WidgetBoundary extends Component<Props, State> {
  override state: State = { fault: null };

  static getDerivedStateFromError(error: unknown): State {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return <NotShown details={[`${this.props.name}: ${fault}`]} retry={() => this.setState({ fault: null })} />;
  }
}
