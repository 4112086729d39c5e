// How the page gets its view: secret from the fragment, session, first view, then the stream with merge patches.

// RFC 7396.
export function merge(target, patch) {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const base = target !== null && typeof target === "object" && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete base[key];
    else base[key] = merge(base[key], value);
  }
  return base;
}

const quiet_limit_ms = 5000;       // the stream ticks once a second
const first_retry_ms = 1000;
const max_retry_ms = 30000;

export class Store {
  constructor({ onview, onlink, onstate }) {
    this.onview = onview;    // (view)
    this.onlink = onlink;    // "over" | "unknown" | "busy": nothing more will come
    this.onstate = onstate;  // called twice a second: age and connection may have changed
    this.view = null;
    this.heardAt = 0;        // performance.now() of the last word from the server
    this.agedAt = 0;         // ... of the last change of as_of
    this.ageAtLoad = 0;      // seconds that as_of was old already when it was first seen
    this.retry = first_retry_ms;
  }

  async start() {
    const secret = /^#(v1\.[A-Za-z0-9_-]{20,})$/.exec(location.hash);
    if (secret) {
      // The secret leaves the address bar and the history before anything else happens.
      history.replaceState(null, "", location.pathname);
      const status = await this.#session(secret[1]);
      if (status === 410) return this.onlink("over");
      if (status === 429) return this.onlink("busy");
      if (status !== 204) return this.onlink("unknown");
    }
    await this.#load();
    setInterval(() => this.onstate(this), 500);
  }

  async #session(secret) {
    for (;;) {
      try {
        const answer = await fetch("/session", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ secret }),
        });
        return answer.status;
      } catch {
        await this.#pause();
      }
    }
  }

  async #load() {
    for (;;) {
      try {
        const answer = await fetch("/api/view", { cache: "no-store" });
        if (answer.status === 410) return this.onlink("over");
        if (answer.status === 401 || answer.status === 403 || answer.status === 404) return this.onlink("unknown");
        if (answer.ok) {
          const view = await answer.json();
          const server = Date.parse(answer.headers.get("Date") || "");
          const asOf = Date.parse(view.as_of || "");
          if (view.connected === false && server > asOf) this.ageAtLoad = (server - asOf) / 1000;
          this.#take(view);
          this.#listen();
          return;
        }
      } catch {
        // No way to the server: the same as any other answer that is no view.
      }
      await this.#pause();
    }
  }

  #listen() {
    const stream = new EventSource("/api/stream");
    stream.addEventListener("snapshot", (event) => this.#take(JSON.parse(event.data)));
    stream.addEventListener("patch", (event) => this.#take(merge(this.view, JSON.parse(event.data))));
    stream.addEventListener("error", () => {
      if (stream.readyState !== EventSource.CLOSED) return;  // it reconnects by itself
      stream.close();
      this.#pause().then(() => this.#load());
    });
  }

  #take(view) {
    const now = performance.now();
    if (!this.view || this.view.as_of !== view.as_of) {
      if (this.view) this.ageAtLoad = 0;
      this.agedAt = now;
    }
    this.heardAt = now;
    this.retry = first_retry_ms;
    this.view = view;
    this.onview(view);
  }

  #pause() {
    const wait = this.retry;
    this.retry = Math.min(this.retry * 2, max_retry_ms);
    return new Promise((resolve) => setTimeout(resolve, wait * (0.75 + Math.random() / 2)));
  }

  // Seconds since the picture was complete.
  age() {
    return Math.max(0, Math.round(this.ageAtLoad + (performance.now() - this.agedAt) / 1000));
  }
  quiet() {
    return performance.now() - this.heardAt > quiet_limit_ms;
  }
}
