import { Skeleton } from "@mantine/core";

/** The bar and a page in their places, while the app is on its way. */
export function AppSkeleton() {
  return (
    <div className="app" role="status" aria-label="Loading">
      <div className="app-skeleton-bar" />
      <div className="app-skeleton late" aria-hidden="true">
        <Skeleton height={28} width="30%" />
        <div className="app-skeleton-row">
          <Skeleton height={80} />
          <Skeleton height={80} />
          <Skeleton height={80} />
        </div>
        <Skeleton height={360} />
      </div>
    </div>
  );
}
