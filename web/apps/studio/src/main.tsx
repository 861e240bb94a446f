import { start } from "@sallyport/ui/start.tsx";
import { Studio } from "./studio.tsx";

start(<Studio />);
