/** What stands at the door, loaded together when the first of it is needed: the pages of people who are in do not carry it. */
export { Confined } from "./confined.tsx";
export { ProofDialog } from "./proof-dialog.tsx";
export { SignIn } from "./sign-in.tsx";
