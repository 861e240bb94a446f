import { start } from "@sallyport/ui/start.tsx";
import { AccountPages } from "./account-pages.tsx";

start(<AccountPages />);
