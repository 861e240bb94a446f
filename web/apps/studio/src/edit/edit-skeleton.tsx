/** The builder's rooms while its code and the draft are on their way: nothing moves when they arrive. */
import { Skeleton } from "@mantine/core";
import styles from "./edit.module.css";

export function EditSkeleton() {
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading the app">
      <div className={styles.skeletonBar}>
        <Skeleton height={16} width={220} />
      </div>
      <div className={styles.skeletonRooms}>
        <div className={styles.skeletonSide}>
          {[80, 60, 70, 50, 64].map((width) => (
            <Skeleton key={width} height={14} mb={14} width={`${width}%`} />
          ))}
        </div>
        <div className={styles.skeletonCanvas}>
          <Skeleton height="100%" />
        </div>
        <div className={styles.skeletonInspector}>
          {[50, 90, 90, 70].map((width, index) => (
            <Skeleton key={index} height={14} mb={18} width={`${width}%`} />
          ))}
        </div>
      </div>
    </div>
  );
}
