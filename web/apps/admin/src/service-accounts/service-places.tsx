import { SubPlaces } from "../sub-places.tsx";

const places = [
  { to: "/service-accounts", label: "Accounts" },
  { to: "/service-accounts/keys", label: "All API keys" },
] as const;

export const ServicePlaces = () => <SubPlaces label="Service accounts" places={places} />;
