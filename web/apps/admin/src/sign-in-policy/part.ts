import type { SignInPolicy } from "@sallyport/api/types.ts";

/** What each section of the form is given. */
export interface PartProps<Key extends keyof SignInPolicy> {
  value: SignInPolicy[Key];
  onChange: (part: Partial<SignInPolicy[Key]>) => void;
  error: unknown;
}
