import { start } from "@sallyport/ui/start.tsx";
import { Viewer } from "./viewer.tsx";

start(<Viewer />);
