import { start } from "@sallyport/ui/start.tsx";
import { Administration } from "./administration.tsx";

start(<Administration />);
