/** The lists that share a place: links below its head, one of them current. */
import { Link, type LinkProps } from "@tanstack/react-router";
import "./sub-places.css";

interface SubPlacesProps {
  label: string;
  places: readonly { to: NonNullable<LinkProps["to"]>; label: string }[];
}

export function SubPlaces({ label, places }: SubPlacesProps) {
  return (
    <nav className="sub-places" aria-label={label}>
      {places.map((place) => (
        <Link key={place.to} to={place.to} className="sub-place" activeOptions={{ exact: true, includeSearch: false }} activeProps={{ "aria-current": "page" }}>
          {place.label}
        </Link>
      ))}
    </nav>
  );
}
