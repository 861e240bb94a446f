import { start } from "@sallyport/ui/start.tsx";

start(null);
