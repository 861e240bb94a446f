/** The API describes widgets loosely (their properties are the widgets' own matter); here they become what the runtime runs. */
import type { AppView as Answer } from "@sallyport/api/types.ts";
import type { AppView } from "@sallyport/runtime/view.ts";

export function viewFrom(answer: Answer): AppView {
  return answer as unknown as AppView;
}
