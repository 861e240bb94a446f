/** Who wants to know of what. Marks are gathered and told in one go, after a whole pass. */

export type Listener = () => void;

const ANY = "*";

export class Subscriptions {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #marked = new Set<string>();
  #version = 0;

  get version(): number {
    return this.#version;
  }

  add(key: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(key, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  mark(key: string): void {
    this.#marked.add(key);
  }

  flush(): void {
    if (this.#marked.size === 0) return;
    this.#version += 1;
    const keys = [...this.#marked, ANY];
    this.#marked.clear();
    // a listener may unsubscribe itself, so the list is taken first
    const listeners = keys.flatMap((key) => [...(this.#listeners.get(key) ?? [])]);
    for (const listener of listeners) listener();
  }
}
