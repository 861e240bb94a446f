import { SubPlaces } from "../sub-places.tsx";

const places = [
  { to: "/people", label: "Accounts" },
  { to: "/people/invitations", label: "Invitations" },
  { to: "/people/invitations/bulk", label: "Invite many" },
] as const;

export const PeoplePlaces = () => <SubPlaces label="People" places={places} />;
